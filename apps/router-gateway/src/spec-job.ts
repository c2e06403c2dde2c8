import type {
  Plan,
  RouterCommandMessage,
  RouterEvent,
  Stage,
  Wish,
} from '@ferrule/router-contracts';
import { type Heard, newJob, orderOf, type Sender } from './spec-rig.ts';

export const NETWORK = (networkId: string): string => `nnc-provisioned-${networkId}`;
export const BASE = 'nnc-provisioned-dc-DC1';

export interface JobSettings {
  readonly tag: string;
  readonly router?: string;
  readonly inMs?: number;
}

/** A job as the saga carries it out: a plan, its stages one after the other, and their undo. */
export class Job {
  readonly id = newJob();
  readonly #sender: Sender;
  readonly #settings: JobSettings;
  plan: Plan = { stages: [], warnings: [] };
  /** How many stages were asked for. */
  begun = 0;

  constructor(sender: Sender, settings: JobSettings) {
    this.#sender = sender;
    this.#settings = settings;
  }

  /** What a command of this job says. */
  order() {
    const { tag, router = 'r1', inMs = 15_000 } = this.#settings;
    return { ...orderOf(this.id, { tag, inMs }), router };
  }

  /** The answer to the plan. */
  async ask(wish: Wish | null): Promise<Heard> {
    const answer = await this.#sender.ask({ type: 'PlanChanges', data: { ...this.order(), wish } });
    if (answer.type === 'ChangesPlanned') this.plan = answer.data.plan;
    return answer;
  }

  /** The last answer: of the plan where there is nothing to do, of a stage otherwise. */
  async carryOut(wish: Wish | null): Promise<Heard> {
    let answer = await this.ask(wish);
    for (const [index, stage] of this.plan.stages.entries()) {
      if (isFailure(answer)) break;
      this.begun = index + 1;
      answer = await this.#sender.ask(this.commandFor(index, stage));
    }
    return answer;
  }

  commandFor(index: number, stage: Stage): RouterCommandMessage {
    const data = { ...this.order(), index, stage };
    return stage.phase === 'activation'
      ? { type: 'ActivateNetwork', data: { ...data, verify: this.plan.stages } }
      : { type: 'ApplyStage', data };
  }

  /** Of everything that was asked for, the last first; what the gateway said to each. */
  async undo(): Promise<readonly Heard[]> {
    const answers: Heard[] = [];
    for (let index = this.begun - 1; index >= 0; index -= 1) {
      const stage = this.plan.stages[index];
      if (stage === undefined) continue;
      const data = { ...this.order(), index, stage };
      answers.push(await this.#sender.ask({ type: 'RevertStage', data }));
    }
    return answers;
  }
}

export const isFailure = ({ type }: Pick<RouterEvent, 'type'>): boolean =>
  type === 'PlanRefused' || type === 'StageFailed' || type === 'ActivationFailed';
