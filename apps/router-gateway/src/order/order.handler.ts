import type {
  ActivateNetworkPayload,
  OrderPayload,
  PlanChangesPayload,
  RouterAnswerEvent,
  RouterFailure,
  Stage,
  StageOrderPayload,
} from '@ferrule/router-contracts';
import { wishOf } from '@ferrule/router-contracts';
import {
  applyStage,
  checkOwnRows,
  cleanTag,
  type Dialogue,
  revertStage,
  type StageOutcome,
  verifyStages,
} from '@ferrule/router-domain';
import { Keyring } from '@ferrule/sealed-secret';
import { Inject, Injectable } from '@nestjs/common';
import { ROUTER_DIRECTORY, type RouterDirectory } from '../directory/router-directory.ts';
import { Fleet } from '../router/fleet.ts';
import { Interrupted } from '../router/interrupted.ts';
import type { ServedRouter } from '../router/served-router.ts';
import { Answers, type Asked, refusalOf } from './answers.ts';
import { askDialect } from './ask-dialect.ts';
import { Cancellations } from './cancellations.ts';
import { Errand } from './errand.ts';
import { timed } from './order-metrics.ts';
import { planWish } from './plan-wish.ts';
import { fitting, tooLargeToCarry } from './room.ts';
import { SealedImages } from './sealed-images.ts';
import { Stops } from './stops.ts';

/** A command as it was sent: what it says, who asked, and when. */
export interface Sent<Payload extends OrderPayload> {
  readonly order: Payload;
  readonly asked: Asked;
  readonly sentAt: string;
}

type Work = (errand: Errand, served: ServedRouter) => Promise<RouterAnswerEvent>;

/** Carries commands out, each in its turn, and answers them. */
@Injectable()
export class OrderHandler {
  readonly #images: SealedImages;

  constructor(
    private readonly fleet: Fleet,
    private readonly answers: Answers,
    private readonly stops: Stops,
    private readonly cancellations: Cancellations,
    @Inject(ROUTER_DIRECTORY) private readonly directory: RouterDirectory,
    keys: Keyring,
  ) {
    this.#images = new SealedImages(keys);
  }

  plan(sent: Sent<PlanChangesPayload>): Promise<void> {
    const { tag, router, wish } = sent.order;
    return this.#inTurn(sent, undefined, async (errand, served) => {
      const { datacenter } = this.directory;
      const version = served.link?.router.dialect ?? null;
      const planned = await errand.run(() =>
        planWish({ tag, wish: wish && wishOf(wish), datacenter, version }),
      );
      if ('failure' in planned) return refusalOf(sent.asked, planned.failure);
      const plan = this.#images.seal(router, planned.plan);
      const tooLarge = tooLargeToCarry(plan);
      if (tooLarge !== null) return refusalOf(sent.asked, tooLarge);
      return { type: 'ChangesPlanned', data: { ...from(sent), plan } };
    });
  }

  apply(sent: Sent<StageOrderPayload>): Promise<void> {
    return this.#stage(sent, async (errand) => {
      const stage = this.#stageOf(sent.order);
      const { reports, warnings, failure } = fitting(await errand.run(() => applyStage(stage)));
      const data = { ...from(sent), index: sent.order.index, reports };
      return failure === null
        ? { type: 'StageApplied', data: { ...data, warnings } }
        : { type: 'StageFailed', data: { ...data, failure } };
    });
  }

  activate(sent: Sent<ActivateNetworkPayload>): Promise<void> {
    return this.#stage(sent, async (errand) => {
      const { router, index, verify } = sent.order;
      const last = this.#stageOf(sent.order);
      const wanted = [...verify.map((one) => this.#images.open(router, one)), last];
      const { reports, failure } = fitting(await errand.run(() => applyAndVerify(last, wanted)));
      const data = { ...from(sent), index, reports };
      return failure === null
        ? { type: 'NetworkActivated', data }
        : { type: 'ActivationFailed', data: { ...data, failure } };
    });
  }

  revert(sent: Sent<StageOrderPayload>): Promise<void> {
    return this.#inTurn(sent, undefined, async (errand) => {
      const { index } = sent.order;
      const done = this.#stageOf(sent.order);
      await this.stops.reverted(sent.order, sent.sentAt);
      const { reports, rollback, failure } = fitting(await errand.run(() => revertStage(done)));
      const data = { ...from(sent), index, reports, rollback };
      return failure === null
        ? { type: 'StageReverted', data }
        : { type: 'RevertIncomplete', data: { ...data, failure } };
    });
  }

  clean(sent: Sent<OrderPayload>): Promise<void> {
    return this.#inTurn(sent, undefined, async (errand, served) => {
      const { tag } = sent.order;
      const version = served.link?.router.dialect ?? null;
      const spoken = await errand.run(() => askDialect(version));
      if ('failure' in spoken) return refusalOf(sent.asked, spoken.failure);
      const cleaned = fitting(await errand.run(() => cleanTag(tag, spoken.dialect)));
      return { type: 'TagCleaned', data: { ...from(sent), ...cleaned } };
    });
  }

  /** Not in its turn: it is for the one whose turn it is. */
  async cancel({ order, asked, sentAt }: Sent<OrderPayload>): Promise<void> {
    await this.stops.cancelled(order, sentAt);
    this.cancellations.cancel(order, sentAt);
    const { datacenter, router, jobId } = order;
    await this.answers.publish(asked, {
      type: 'CancellationNoted',
      data: { datacenter, router, jobId, failure: null },
    });
  }

  /** Whoever asks for it, and whatever it says: a job changes rows of its own. */
  #stageOf({ router, stage, tag }: StageOrderPayload): Stage {
    checkOwnRows(stage, tag);
    return this.#images.open(router, stage);
  }

  /** Stages can be cancelled while they wait and while they run, and are stopped by their undo. */
  async #stage(sent: Sent<StageOrderPayload>, work: Work): Promise<void> {
    const { order, asked, sentAt } = sent;
    const cancellable = this.cancellations.open(order, sentAt);
    try {
      await this.#inTurn(sent, cancellable.signal, async (errand, served) => {
        const why = await this.stops.reasonFor(order, sentAt);
        if (why !== undefined) return refusalOf(asked, why);
        const answer = await work(errand, served);
        return cancellable.signal.aborted ? asCancelled(answer) : answer;
      });
    } finally {
      cancellable.close();
    }
  }

  async #inTurn(
    { order, asked }: Sent<OrderPayload>,
    cancelled: AbortSignal | undefined,
    work: Work,
  ): Promise<void> {
    const served = this.fleet.find(order.router);
    if (served === undefined) throw new Interrupted(`${order.router} is not served here any more`);
    await served.turns.take(order.jobId, async () => {
      const { lost, check } = served.underLease();
      const { link, stopping } = served;
      const answer = await timed(asked.type, async () => {
        if (link === undefined) return refusalOf(asked, notFound(order));
        const { notAfter } = order;
        const errand = new Errand({
          link,
          notAfter,
          lost,
          check,
          stopping,
          ...(cancelled && { cancelled }),
        });
        return work(errand, served);
      });
      check();
      await this.answers.publish(asked, answer);
    });
  }
}

function* applyAndVerify(last: Stage, wanted: readonly Stage[]): Dialogue<StageOutcome> {
  const applied = yield* applyStage(last);
  if (applied.failure !== null) return applied;
  const { failure } = yield* verifyStages(wanted);
  return { ...applied, failure };
}

const from = ({ order: { datacenter, router, jobId } }: Sent<OrderPayload>) => ({
  datacenter,
  router,
  jobId,
});

/** A command that was taken back in the midst has no answer, as if the router were away. */
const asCancelled = (answer: RouterAnswerEvent): RouterAnswerEvent => {
  if (answer.type !== 'StageFailed' && answer.type !== 'ActivationFailed') return answer;
  if (answer.data.failure.code !== 'ROUTER_UNREACHABLE') return answer;
  return { ...answer, data: { ...answer.data, failure: stopped('it was cancelled') } };
};

const stopped = (message: string): RouterFailure => ({
  code: 'CANCELLED',
  message,
  field: null,
  suggestion: null,
});

const notFound = ({ datacenter, router }: OrderPayload): RouterFailure => ({
  code: 'ROUTER_NOT_FOUND',
  message: `${datacenter} has no router ${router}`,
  field: 'router',
  suggestion: null,
});
