import { randomUUIDv7 } from 'node:crypto';
import { InvalidInput, NoQuery } from '@ferrule/http';
import {
  type ExecuteAnswer,
  type ExecuteQuestion,
  type JobView,
  OPERATOR_PAYLOADS,
  type OperatorCommandType,
  type OperatorOrder,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { readStrictly } from '@ferrule/validation';
import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { callerNow } from '../access/caller.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { keyedId, readKey } from './idempotency-key.ts';
import { DocumentsOrder } from './order.document.ts';
import { JobPath } from './requests.ts';

const PATIENCE_MS = 15_000;

/** What may be left out is no object either. */
const isAbsent = (body: unknown): boolean => body === undefined || body === null;

const orderOf = (type: OperatorCommandType, jobId: string, body: unknown): OperatorOrder => {
  const given: unknown = isAbsent(body) ? {} : body;
  if (typeof given !== 'object' || given === null || Array.isArray(given) || 'jobId' in given) {
    const message = 'the body must be a JSON object with nothing but a reason';
    throw new InvalidInput('body', [{ field: 'body', code: 'INVALID', message }]);
  }
  const { instance, errors } = readStrictly<OperatorOrder>(OPERATOR_PAYLOADS[type], {
    ...given,
    jobId,
  });
  if (errors) throw new InvalidInput('body', errors);
  return instance;
};

/** A person's hand in a job: each order is recorded with who gave it, and why. */
@ApiTags('jobs')
@Controller('api/v1/jobs/:jobId')
export class OrderController {
  constructor(private readonly queries: ScopedQueries) {}

  @Post('pause')
  @HttpCode(200)
  @NoQuery()
  @DocumentsOrder('PauseJob', 'Pause a job', 'Nothing more of it is begun until it is resumed.')
  pause(
    @Param() { jobId }: JobPath,
    @Body() body: unknown,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<JobView> {
    return this.#execute('PauseJob', jobId, body, key);
  }

  @Post('resume')
  @HttpCode(200)
  @NoQuery()
  @DocumentsOrder('ResumeJob', 'Resume a job', 'It goes on where it was paused.')
  resume(
    @Param() { jobId }: JobPath,
    @Body() body: unknown,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<JobView> {
    return this.#execute('ResumeJob', jobId, body, key);
  }

  @Post('cancel')
  @HttpCode(200)
  @NoQuery()
  @DocumentsOrder('CancelJob', 'Cancel a job', 'Everything that it has done is undone.')
  cancel(
    @Param() { jobId }: JobPath,
    @Body() body: unknown,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<JobView> {
    return this.#execute('CancelJob', jobId, body, key);
  }

  @Post('retry')
  @HttpCode(200)
  @NoQuery()
  @DocumentsOrder(
    'RetryJob',
    'Retry what a job is stuck at',
    'What waits to be tried again, or could not be undone, is tried at once.',
  )
  retry(
    @Param() { jobId }: JobPath,
    @Body() body: unknown,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<JobView> {
    return this.#execute('RetryJob', jobId, body, key);
  }

  @Post('skip')
  @HttpCode(200)
  @NoQuery()
  @DocumentsOrder(
    'SkipStep',
    'Skip what a job is stuck at',
    'The step, or the undo, is left out, and the job goes on with the next.',
  )
  skip(
    @Param() { jobId }: JobPath,
    @Body() body: unknown,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<JobView> {
    return this.#execute('SkipStep', jobId, body, key);
  }

  @Post('abandon')
  @HttpCode(200)
  @NoQuery()
  @DocumentsOrder(
    'AbandonJob',
    'Abandon a job',
    'Nothing more is undone: what is left stays, and with it its addresses.',
  )
  abandon(
    @Param() { jobId }: JobPath,
    @Body() body: unknown,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<JobView> {
    return this.#execute('AbandonJob', jobId, body, key);
  }

  async #execute(
    type: OperatorCommandType,
    jobId: string,
    body: unknown,
    key: string | undefined,
  ): Promise<JobView> {
    const { actor, tenant } = callerNow();
    const given = readKey(key);
    const question: ExecuteQuestion = {
      // The same key to the same job is the same order; another order is another thing.
      id: given === undefined ? randomUUIDv7() : keyedId(tenant, given, type, jobId),
      type,
      data: orderOf(type, jobId, body),
      meta: { actor, tenant },
    };
    const { job } = await this.queries.ask<ExecuteAnswer>(
      PROVISIONING_QUERIES.execute,
      question,
      PATIENCE_MS,
    );
    return job;
  }
}
