import type { Plan } from '@ferrule/router-contracts';
import type { Effect } from '@ferrule/provisioning-domain';
import type { BatchSummary, JobAccepted, StepOutcome } from '@ferrule/provisioning-contracts';
import { DC1 } from '../router/traffic-ground.ts';
import { TrafficSite } from '../router/traffic-site.ts';
import { allocation, networkWish, request } from './sample-jobs.ts';

const CHILDREN: BatchSummary = {
  ...{ total: 3, completed: 3, failed: 0, cancelled: 0, needsOperator: 0 },
};

/** The network of which the specs' removal is. */
const WISH = networkWish('net-1', request, allocation);

/** A router of which every row is compiled and written as gateways do it, and what ipam and a name server hold. */
export class RealRows {
  readonly #site: TrafficSite;
  readonly #held = new Set<string>();
  readonly #before: ReadonlySet<string>;

  private constructor(site: TrafficSite, held: readonly string[]) {
    this.#site = site;
    for (const what of held) this.#held.add(what);
    this.#before = new Set(this.#all());
  }

  /** What has to be there before such a job can begin. */
  static async before({ type }: JobAccepted): Promise<RealRows> {
    const site = await TrafficSite.start(DC1);
    if (type !== 'DatacenterPrepareAccepted') await site.prepare();
    const isThere = type === 'NetworkDeprovisionAccepted';
    if (isThere) await site.provision(WISH);
    return new RealRows(site, isThere ? ['addresses of net-1', 'names of net-1'] : []);
  }

  /** What there is more, and what there is less, than before. */
  get residue(): readonly string[] {
    const now = new Set(this.#all());
    return [
      ...[...now].filter((one) => !this.#before.has(one)).map((one) => `+ ${one}`),
      ...[...this.#before].filter((one) => !now.has(one)).map((one) => `- ${one}`),
    ];
  }

  stop(): Promise<void> {
    return this.#site.stop();
  }

  /** Carries it out, and says what whoever does it would answer. */
  async carryOut(effect: Effect | undefined): Promise<StepOutcome> {
    const nothing = { result: null };
    if (effect === undefined) return { ...nothing, children: CHILDREN };
    switch (effect.type) {
      case 'AllocateNetwork':
        this.#held.add(`addresses of ${effect.data.networkId}`);
        return { result: allocation };
      case 'ReleaseNetwork':
        this.#held.delete(`addresses of ${effect.data.networkId}`);
        return nothing;
      case 'PublishNames':
        this.#held.add(`names of ${effect.data.networkId}`);
        return nothing;
      case 'WithdrawNames':
        this.#held.delete(`names of ${effect.data.networkId}`);
        return nothing;
      case 'PlanChanges':
        return { ...nothing, plan: await this.#plan(effect.data.wish) };
      case 'ApplyStage':
      case 'ActivateNetwork':
        await this.#site.apply(effect.data.stage);
        return nothing;
      case 'RevertStage':
        await this.#site.revert(effect.data.stage);
        return nothing;
      case 'CancelStage':
        return nothing;
    }
  }

  #plan(wish: Extract<Effect, { type: 'PlanChanges' }>['data']['wish']): Promise<Plan> {
    if (wish === null) return this.#site.planRemoval(WISH);
    return wish.kind === 'network' ? this.#site.planNetwork(wish.network) : this.#site.planBase();
  }

  #all(): readonly string[] {
    const rows = Object.entries(this.#site.box.snapshot()).flatMap(([path, all]) =>
      [all].flat().map((row) => `${path} ${JSON.stringify(row)}`),
    );
    return [...rows, ...this.#held];
  }
}
