import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { IPAM_QUERIES, NETWORK_EXAMPLE, type NetworkView } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { networkDeprovisionAccepted } from '@ferrule/provisioning-domain';
import { useDatabase } from '@ferrule/testing';
import { accepted, delivery, SAGA_DATABASE, useSaga } from '../spec-rig.ts';
import { NetworkFacts } from './network-facts.ts';

const saga = useSaga(useDatabase(SAGA_DATABASE));

/** What ipam says; whatever else is asked of it fails. */
const factsWhere = (answers: Readonly<Record<string, unknown>>) =>
  new NetworkFacts(
    {
      ask: <T>(subject: string) => {
        const answer = answers[subject];
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer as T);
      },
    },
    saga.store,
    saga.dataSource,
    { datacenters: ['DC1=dc1-r1', 'DC2=dc2-r1'] },
  );

const networkIs = (changed: Partial<NetworkView>, more: object = {}) =>
  factsWhere({
    [IPAM_QUERIES.getNetwork]: { ...NETWORK_EXAMPLE, tenant: 'acme', ...changed },
    [IPAM_QUERIES.listAddresses]: { addresses: [], next: null },
    [IPAM_QUERIES.namesOf]: { status: 'unpublished', zone: null },
    ...more,
  });

const removal = (networkId: string, force = false) => ({
  ...{ networkId, force, reason: null, ticket: null },
});
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const vm = (address: string, hostName: string | null) => ({ type: 'vm', address, hostName });

describe('what is known of a network that is to go', () => {
  it('is its router when one carries it, and where its names are', async () => {
    const names = { [IPAM_QUERIES.namesOf]: { status: 'published', zone: 'dc1.example' } };
    const facts = networkIs({ status: 'provisioned', ipv6: '2001:db8::/56' }, names);
    expect(await facts.removable('job-a', removal('net-a'), 'acme')).toEqual({
      router: 'dc1-r1',
      network: {
        ...{ clientId: 'acme-corp', datacenter: 'DC1', vlanId: 150, serviceVlan: null },
        ...{ subnet: '172.16.150.0/24', ipv6Prefix: '2001:db8::/56' },
        ...{ dnsZone: 'dc1.example', isReleased: false },
      },
    });
  });

  it('is no router where none was ever asked to carry it, and that of a job where one was', async () => {
    const facts = networkIs({ networkId: 'net-b', status: 'allocated' });
    expect(await facts.removable('job-b', removal('net-b'), 'acme')).toMatchObject({
      router: null,
    });
    const job = accepted('net-b');
    await saga.handler.start(job, delivery(job.data.jobId, 'start'));
    expect(await facts.removable('job-b', removal('net-b'), 'acme')).toMatchObject({
      router: 'dc1-r1',
    });
  });

  it('is not known where the router is: then nothing is given back under it', async () => {
    const facts = networkIs({ status: 'provisioned', datacenter: 'DC9' });
    expect(await refusal(facts.removable('job-h', removal('net-h'), 'acme'))).toMatchObject({
      code: 'DATACENTER_NOT_FOUND',
    });
  });

  it('is nothing to those whose network it is not', async () => {
    const facts = networkIs({ status: 'provisioned' });
    expect(await refusal(facts.removable('job-c', removal('net-c'), 'globex'))).toMatchObject({
      code: 'NETWORK_NOT_FOUND',
      detail: { field: 'networkId' },
    });
  });

  it('is who uses it, page by page, unless that does not count', async () => {
    const addresses = [{ type: 'gateway' }, vm('172.16.150.2', 'web-1'), vm('172.16.150.3', null)];
    const used = { [IPAM_QUERIES.listAddresses]: { addresses, next: null } };
    const facts = networkIs({ status: 'provisioned' }, used);
    const refused = await refusal(facts.removable('job-d', removal('net-d'), 'acme'));
    expect(refused).toBeInstanceOf(Rejection);
    expect(refused).toMatchObject({
      code: 'NETWORK_IN_USE',
      message: 'addresses of network net-d are in use: 172.16.150.2 (web-1), 172.16.150.3',
    });
    expect(await facts.removable('job-d', removal('net-d', true), 'acme')).toMatchObject({
      router: 'dc1-r1',
    });
  });

  it('is what it was when the job began, whoever asks again', async () => {
    const facts = networkIs({ status: 'provisioned' });
    const { network, router } = await facts.removable('job-e', removal('net-e'), 'acme');
    const begun = networkDeprovisionAccepted({
      ...{ jobId: 'job-e', networkId: 'net-e', publisher: 'billing', network, router },
      ...{ request: removal('net-e'), warnings: [] },
    });
    await saga.handler.start(begun, delivery('job-e', 'start'));
    const gone = factsWhere({ [IPAM_QUERIES.getNetwork]: new Error('nobody is asked') });
    expect(await gone.removable('job-e', removal('net-e'), 'acme')).toMatchObject({ network });
  });
});

describe('a preview', () => {
  const { request } = accepted().data;

  it('is what would be given, with the /64 that the VLAN would carry', async () => {
    const facts = factsWhere({
      [IPAM_QUERIES.previewNetwork]: {
        ...{ vlanId: 150, serviceVlan: null, subnet: '172.16.150.0/24', gateway: '172.16.150.1' },
        ...{ dhcpRange: null, ipv6: '2001:db8::/56', ipv6Gateway: '2001:db8::1' },
      },
    });
    expect(await facts.preview('job-f', request, 'acme')).toMatchObject({
      ...{ vlanId: 150, ipv6Prefix: '2001:db8::/56', ipv6Subnet: '2001:db8::/64' },
    });
  });

  it('is refused in the words of the request', async () => {
    const full = new Rejection('PREFIX_EXHAUSTED', 'full', { field: 'ipv6Size' });
    const facts = factsWhere({ [IPAM_QUERIES.previewNetwork]: full });
    expect(await refusal(facts.preview('job-g', request, 'acme'))).toMatchObject({
      ...{ code: 'POOL_EXHAUSTED', message: 'full', detail: { field: 'ipv6' } },
    });
  });
});
