import type { Envelope } from '@ferrule/kernel';
import { Consume, type ConsumerDeclaration, EVENTS, JetStreamContext } from '@ferrule/messaging';
import { reasonOf } from '@ferrule/provisioning-domain';
import {
  type CancellationNoted,
  ROUTER_EVENTS,
  type RouterAnswerEvent,
  type RouterProbed,
  routerEventSubject,
} from '@ferrule/router-contracts';
import { Controller } from '@nestjs/common';
import { answerOf } from './answer.ts';
import { type Conclusion, JobHandler } from './job.handler.ts';
import { JobTimers } from './job-timers.ts';

const ANSWERS: ConsumerDeclaration = {
  stream: EVENTS.name,
  durable: 'provisioning-router-answers',
  filter: ROUTER_EVENTS,
  // What gateways say of routers, and to operators, is no answer to a job.
  unrouted: 'ignore',
};

/** What operators ask for has no step that waits for it. */
type Answer = Exclude<RouterAnswerEvent, { type: 'TagCleaned' | 'CancellationNoted' }>;

const UNDONE = ['router_apply', 'router_activate'] as const;

/** What an answer says of the step that it is the answer to. */
const conclusionOf = ({ type, data }: Answer): Conclusion => {
  switch (type) {
    case 'ChangesPlanned':
      return {
        type: 'ConcludeStep',
        data: { step: 'router_plan', index: 0, outcome: { result: null, plan: data.plan } },
      };
    case 'PlanRefused':
      return {
        type: 'ConcludeStep',
        data: { step: 'router_plan', index: 0, reason: reasonOf(data.failure) },
      };
    case 'StageApplied':
    case 'NetworkActivated': {
      const { index, reports } = data;
      const step = type === 'StageApplied' ? 'router_apply' : 'router_activate';
      const warnings = type === 'StageApplied' ? data.warnings : [];
      return {
        type: 'ConcludeStep',
        data: { step, index, outcome: { result: null, reports, warnings } },
      };
    }
    case 'StageFailed':
    case 'ActivationFailed': {
      const { index, reports, failure } = data;
      const step = type === 'StageFailed' ? 'router_apply' : 'router_activate';
      return {
        type: 'ConcludeStep',
        data: { step, index, reason: reasonOf(failure), reports },
      };
    }
    case 'StageReverted': {
      const { index, reports, rollback } = data;
      return { type: 'ConcludeUndo', data: { steps: UNDONE, index, rollback, reports } };
    }
    case 'RevertIncomplete': {
      const { index, reports, rollback, failure } = data;
      const reason = reasonOf(failure);
      return { type: 'ConcludeUndo', data: { steps: UNDONE, index, rollback, reports, reason } };
    }
  }
};

/** What the gateways answer to the steps on a router, and to their undo. */
@Controller()
export class RouterConsumer {
  constructor(
    private readonly handler: JobHandler,
    private readonly timers: JobTimers,
  ) {}

  /** Of the stage that it takes back nothing more is said here: that has an answer of its own. */
  @Consume(ANSWERS, routerEventSubject('CancellationNoted'))
  async cancelled(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const { jobId } = JSON.parse(envelope.body) as CancellationNoted['data'];
    await this.handler.note(jobId, answerOf(envelope, context));
  }

  @Consume(ANSWERS, routerEventSubject('RouterProbed'))
  probed({ body }: Envelope): void {
    const { router, status } = JSON.parse(body) as RouterProbed['data'];
    if (status === 'reachable') this.timers.seen(router);
  }

  @Consume(
    ANSWERS,
    routerEventSubject('ChangesPlanned'),
    routerEventSubject('PlanRefused'),
    routerEventSubject('StageApplied'),
    routerEventSubject('StageFailed'),
    routerEventSubject('NetworkActivated'),
    routerEventSubject('ActivationFailed'),
    routerEventSubject('StageReverted'),
    routerEventSubject('RevertIncomplete'),
  )
  async answered(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const answer = { type: envelope.type, data: JSON.parse(envelope.body) as unknown } as Answer;
    await this.handler.conclude(
      answer.data.jobId,
      conclusionOf(answer),
      answerOf(envelope, context),
    );
  }
}
