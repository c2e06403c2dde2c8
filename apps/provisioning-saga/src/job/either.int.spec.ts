import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { networkDeprovisionAccepted } from '@ferrule/provisioning-domain';
import { useDatabase } from '@ferrule/testing';
import { accepted, delivery, reasonOf, result, SAGA_DATABASE, useSaga } from '../spec-rig.ts';
import { concludesEither } from './either.ts';

const saga = useSaga(useDatabase(SAGA_DATABASE));

const RELEASED = concludesEither({ done: 'ipam_release', undone: 'ipam_allocation' });

const removal = (networkId: string, dnsZone: string | null = null) =>
  networkDeprovisionAccepted({
    ...{ jobId: `remove-${networkId}`, networkId, publisher: 'billing', router: null },
    request: { networkId, force: false, reason: null, ticket: null },
    network: {
      ...{ clientId: 'acme-corp', datacenter: 'DC1', vlanId: 150, serviceVlan: null },
      ...{ subnet: '172.16.150.0/24', ipv6Prefix: null, dnsZone, isReleased: false },
    },
    warnings: [],
  });

describe('an answer that means one thing here and another there', () => {
  it('ends a removal, which asked for the addresses back', async () => {
    const job = removal('net-a');
    const { jobId } = job.data;
    await saga.handler.start(job, delivery(jobId, 'start'));
    await saga.handler.concludeAny(jobId, RELEASED, delivery(jobId, 'released'));
    expect(await saga.statusOf(jobId)).toBe('COMPLETED');
    const said = await saga.typesOf(jobId);
    await saga.handler.concludeAny(jobId, RELEASED, delivery(jobId, 'released'));
    expect(await saga.typesOf(jobId)).toEqual(said);
  });

  it('undoes the first step of a provisioning, which has failed', async () => {
    const job = accepted();
    const { jobId } = job.data;
    await saga.handler.start(job, delivery(jobId, 'start'));
    const at = { step: 'ipam_allocation', index: 0 } as const;
    await saga.handler.conclude(
      jobId,
      { type: 'ConcludeStep', data: { ...at, outcome: { result } } },
      delivery(jobId, 'a'),
    );
    const failed = { step: 'router_plan', index: 0, reason: reasonOf('ROUTER_REFUSED') } as const;
    await saga.handler.conclude(
      jobId,
      { type: 'ConcludeStep', data: failed },
      delivery(jobId, 'b'),
    );
    expect(await saga.statusOf(jobId)).toBe('ROLLING_BACK');
    await saga.handler.concludeAny(jobId, RELEASED, delivery(jobId, 'released'));
    expect(await saga.statusOf(jobId)).toBe('FAILED');
  });

  it('is not taken for the undo of the step that it has just failed', async () => {
    const job = removal('net-b', 'dc1.example');
    const { jobId } = job.data;
    await saga.handler.start(job, delivery(jobId, 'start'));
    expect(await saga.commandsOf(jobId)).toEqual(['cmd.ipam.names.withdraw']);
    const steps = { done: 'dns_withdrawal', undone: 'dns_update' } as const;
    const refused = concludesEither(steps, { reason: reasonOf('DNS_REFUSED') });
    await saga.handler.concludeAny(jobId, refused, delivery(jobId, 'refused'));
    expect(await saga.statusOf(jobId)).toBe('ROLLING_BACK');
    expect(await saga.commandsOf(jobId)).toEqual([
      'cmd.ipam.names.withdraw',
      'cmd.ipam.names.publish',
    ]);
    const published = concludesEither({ done: 'dns_update', undone: 'dns_withdrawal' });
    await saga.handler.concludeAny(jobId, published, delivery(jobId, 'published'));
    expect(await saga.statusOf(jobId)).toBe('FAILED');
  });
});
