import { createHash } from 'node:crypto';
import type { Meta } from '@ferrule/kernel';
import { PublishError, Publisher } from '@ferrule/messaging';
import {
  type RouterAnswerEvent,
  type RouterCommandType,
  routerEventSubject,
  type RouterFailure,
} from '@ferrule/router-contracts';
import { currentTraceparent } from '@ferrule/telemetry';
import { Injectable } from '@nestjs/common';

/** Where an answer goes: to whoever sent this command. */
export interface Asked {
  readonly type: RouterCommandType;
  readonly commandId: string;
  readonly meta: Meta;
  readonly datacenter: string;
  readonly router: string;
  readonly jobId: string;
  /** -1 for a command that has none, or none that can be read. */
  readonly index: number;
}

/** The answer to a command that had no effect at all. */
export const refusalOf = (asked: Asked, failure: RouterFailure): RouterAnswerEvent => {
  const { datacenter, router, jobId, index } = asked;
  const from = { datacenter, router, jobId };
  const untouched = { TotalResources: 0, Removed: 0, Failed: 0, Errors: [failure.message] };
  const stage = { ...from, index, reports: [], failure };
  switch (asked.type) {
    case 'PlanChanges':
      return { type: 'PlanRefused', data: { ...from, failure } };
    case 'ApplyStage':
      return { type: 'StageFailed', data: stage };
    case 'ActivateNetwork':
      return { type: 'ActivationFailed', data: stage };
    case 'RevertStage':
      return { type: 'RevertIncomplete', data: { ...stage, rollback: untouched } };
    case 'CancelStage':
      return { type: 'CancellationNoted', data: { ...from, failure } };
    case 'CleanTag':
      return { type: 'TagCleaned', data: { ...from, reports: [], rollback: untouched, failure } };
  }
};

/** Answers commands. A command that comes again is answered under the same id. */
@Injectable()
export class Answers {
  constructor(private readonly publisher: Publisher) {}

  /** Resolves when the bus holds the answer; only then may the command be acknowledged. */
  async publish(asked: Asked, answer: RouterAnswerEvent): Promise<void> {
    try {
      await this.#publish(asked, answer);
    } catch (error) {
      if (!(error instanceof PublishError) || error.code !== 'MESSAGE_TOO_LARGE') throw error;
      await this.#publish(asked, refusalOf(asked, tooLarge(error)));
    }
  }

  async #publish(asked: Asked, { type, data }: RouterAnswerEvent): Promise<void> {
    const traceparent = currentTraceparent() ?? asked.meta.traceparent;
    await this.publisher.publish(routerEventSubject(type), {
      id: answerIdOf(asked.commandId),
      type,
      schemaVersion: 1,
      source: 'router-gateway',
      subject: `router-${asked.router}`,
      time: new Date().toISOString(),
      meta: {
        ...asked.meta,
        correlationId: asked.jobId,
        causationId: asked.commandId,
        ...(traceparent !== undefined && { traceparent }),
      },
      body: JSON.stringify(data),
    });
  }
}

export const answerIdOf = (commandId: string): string =>
  `router-answer-${createHash('sha256').update(commandId).digest('hex').slice(0, 32)}`;

const tooLarge = ({ message }: PublishError): RouterFailure => ({
  code: 'WISH_REFUSED',
  message: `the answer is ${message}`,
  field: null,
  suggestion: 'ask for less at once',
});
