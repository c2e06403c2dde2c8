import { Rejection } from '@ferrule/kernel';
import { Answers, asked } from '@ferrule/messaging';
import {
  type ExecuteAnswer,
  isOperatorCommand,
  OPERATOR_PAYLOADS,
  type OperatorCommand,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { readExecuteQuestion } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { JobHandler } from './job.handler.ts';
import { JobReader } from './job-reader.ts';

/** What a person orders of a job, answered with the job as it is then. */
@Controller()
export class OrderConsumer {
  constructor(
    private readonly handler: JobHandler,
    private readonly jobs: JobReader,
  ) {}

  @Answers(PROVISIONING_QUERIES.execute)
  async execute(@Payload() question: object): Promise<ExecuteAnswer> {
    const { type, data, scope, delivery } = readExecuteQuestion(question, 'provisioning-orders');
    const order = orderOf(type, data);
    const { jobId } = order.data;
    const isWithin = (await this.jobs.find(jobId, scope)) !== undefined;
    const isKnown =
      isWithin &&
      (await this.handler.order(order, {
        ...delivery,
        meta: { ...delivery.meta, correlationId: jobId },
      }));
    const job = isKnown ? await this.jobs.find(jobId) : undefined;
    if (job === undefined)
      throw new Rejection('JOB_UNKNOWN', `there is no job ${jobId}`, { field: 'jobId' });
    return { job };
  }
}

const orderOf = (type: string, data: object): OperatorCommand => {
  if (!isOperatorCommand(type))
    throw new Rejection('COMMAND_UNKNOWN', `a job knows no order ${type}`, { field: 'type' });
  const payload: new () => object = OPERATOR_PAYLOADS[type];
  const read: object = { ...asked(payload, data) };
  // The table of classes is checked against the types of the orders where it is written down.
  return { type, data: read } as OperatorCommand;
};
