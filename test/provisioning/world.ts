import type { AllocateNetwork, ReleaseNetwork } from '@ferrule/ipam-contracts';
import type { Envelope } from '@ferrule/kernel';
import { type BusConnection, decodeEnvelope, encodeEnvelope } from '@ferrule/messaging';
import type {
  ApplyStage,
  Change,
  Plan,
  RouterCommandMessage,
  Stage,
} from '@ferrule/router-contracts';

type Message = RouterCommandMessage | AllocateNetwork | ReleaseNetwork;

/** One row for each stage; the last one enables. */
const stage = (phase: Stage['phase']): Stage => {
  const change: Change = { path: '/ip/address', before: null, after: {}, critical: true };
  return { phase, changes: [change] };
};
const PLAN: Plan = { stages: [stage(1), stage(3), stage('activation')], warnings: [] };

const FAILURE = { code: 'ROUTER_REFUSED', message: 'out of luck', field: null, suggestion: null };

/**
 * ipam and the gateways in the smallest form that has something to leave behind. They take every
 * command as often as it comes, and answer each in the same words.
 */
export class World {
  /** What is there: addresses by network, and stages by job. */
  readonly there = new Set<string>();
  readonly asked = new Map<string, number>();
  /** Networks whose second stage a router refuses. */
  readonly refused = new Set<string>();
  /** Answers nothing that a router is asked for. */
  isMute = false;

  constructor(private readonly bus: BusConnection) {
    for (const subjects of ['cmd.ipam.>', 'cmd.router.>'])
      bus.nats.subscribe(subjects, {
        callback: (_, { headers, data }) => {
          const envelope = decodeEnvelope({ headers, data });
          this.asked.set(envelope.id, (this.asked.get(envelope.id) ?? 0) + 1);
          void this.#answer(envelope);
        },
      });
  }

  async #answer(envelope: Envelope): Promise<void> {
    const { type, body } = envelope;
    const message = { type, data: JSON.parse(body) as unknown } as Message;
    if (this.isMute && 'router' in message.data) return;
    const [subject, answer, data] = this.#carryOut(message);
    const meta = { ...envelope.meta, causationId: envelope.id };
    const headers = encodeEnvelope({
      ...{ id: `answer-to-${envelope.id}`, type: answer, schemaVersion: 1, source: 'spec' },
      ...{ time: new Date().toISOString(), meta, body: '' },
    });
    await this.bus.jetstream.publish(subject, JSON.stringify(data), { headers });
  }

  #carryOut(message: Message): readonly [subject: string, type: string, data: object] {
    const { type, data } = message;
    if (type === 'AllocateNetwork') {
      this.there.add(data.networkId);
      return ['evt.ipam.network.allocated.v1', 'NetworkAllocated', allocation(data)];
    }
    if (type === 'ReleaseNetwork') {
      this.there.delete(data.networkId);
      return ['evt.ipam.network.released.v1', 'NetworkReleased', data];
    }
    const { datacenter, router, jobId } = data;
    const from = { datacenter, router, jobId };
    const on = 'index' in data ? `${jobId} ${data.index}` : jobId;
    const staged = 'index' in data ? { ...from, index: data.index, reports: [] } : from;
    switch (type) {
      case 'PlanChanges':
        return ['evt.router.plan.made.v1', 'ChangesPlanned', { ...from, plan: PLAN }];
      case 'ApplyStage':
        this.there.add(on);
        if (this.#refuses(message))
          return ['evt.router.stage.failed.v1', 'StageFailed', { ...staged, failure: FAILURE }];
        return ['evt.router.stage.applied.v1', 'StageApplied', { ...staged, warnings: [] }];
      case 'ActivateNetwork':
        this.there.add(on);
        return ['evt.router.network.activated.v1', 'NetworkActivated', staged];
      case 'RevertStage': {
        this.there.delete(on);
        const rollback = { TotalResources: 1, Removed: 1, Failed: 0, Errors: [] };
        return ['evt.router.stage.reverted.v1', 'StageReverted', { ...staged, rollback }];
      }
      case 'CancelStage':
      case 'CleanTag': {
        const noted = { ...from, failure: null };
        return ['evt.router.stage.cancellation-noted.v1', 'CancellationNoted', noted];
      }
    }
  }

  #refuses({ data: { tag, index } }: ApplyStage): boolean {
    return index === 1 && this.refused.has(tag);
  }
}

const allocation = ({ networkId }: AllocateNetwork['data']) => ({
  networkId,
  ...{ vlanId: 150, serviceVlan: null, subnet: '172.16.150.0/24', gateway: '172.16.150.1' },
  ...{ dhcpRange: null, ipv6Prefix: null, ipv6Subnet: null, ipv6Gateway: null },
});
