import { describe, expect, it, jest } from '@jest/globals';
import { until } from '@ferrule/testing';
import { useNames, ZONE } from './names-ground.ts';

// Services are started and killed, on machines that may be busy.
jest.setTimeout(120_000);

const REVERSE = '150.16.172.in-addr.arpa';
const GATEWAY = `gw-vlan150.${ZONE}`;
const POINTER = `1.${REVERSE}`;

describe.each(['powerdns', 'rfc2136'] as const)('names that somebody changed: %s', (kind) => {
  const ground = useNames(kind, { FERRULE_IPAM_DNS_RECONCILE_EVERY: '1h' });
  const reconcile = (networkId?: string) =>
    ground.send({ type: 'ReconcileNames', data: networkId === undefined ? {} : { networkId } });
  const drift = async () =>
    (await ground.events('net-1')).flatMap(({ type, data }) =>
      type === 'NamesDrifted' ? data.drift : [],
    );
  const checkedAt = async () => (await ground.names('net-1')).checkedAt;
  /** Until all names were looked at after what the spec did. */
  const reconciled = async (): Promise<void> => {
    const before = await checkedAt();
    await reconcile('net-1');
    await until(async () => (await checkedAt()) !== before, { timeout: 20_000 });
  };

  it('are put back where they were deleted, and it is said which', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    await ground.ask({ type: 'PublishNames', data: { networkId: 'net-1', zone: ZONE } });
    await ground.write(ZONE, GATEWAY, 'A', []);
    await reconciled();
    expect(await ground.resolver.resolve4(GATEWAY)).toEqual(['172.16.150.1']);
    expect(await drift()).toEqual([{ name: GATEWAY, type: 'A', kind: 'missing', found: [] }]);
    expect((await ground.events('net-1')).map(({ type }) => type)).toEqual([
      ...['NamesPublicationStarted', 'NamesPublished'],
      ...['NamesReconciliationStarted', 'NamesDrifted', 'NamesPublished'],
    ]);
  });

  it('are as good as before when nobody changed them, and nothing is said', async () => {
    const before = await ground.events('net-1');
    const serial = (await ground.resolver.resolveSoa(ZONE)).serial;
    await reconciled();
    expect(await ground.events('net-1')).toHaveLength(before.length + 1);
    expect((await ground.resolver.resolveSoa(ZONE)).serial).toBe(serial);
  });

  it('are put back where another value stands in our record, or its mark was lost', async () => {
    if (kind === 'powerdns')
      await ground.pdns.api('PATCH', `/zones/${ZONE}.`, {
        rrsets: [
          {
            ...{ name: `${GATEWAY}.`, type: 'A', ttl: 300, changetype: 'REPLACE' },
            records: [{ content: '10.6.6.6', disabled: false }],
            comments: [{ account: 'ferrule', content: 'network=net-1' }],
          },
        ],
      });
    else await ground.write(ZONE, GATEWAY, 'A', ['10.6.6.6']);
    await ground.write(REVERSE, POINTER, 'PTR', [`${GATEWAY}.`]);
    if (kind === 'rfc2136') await ground.write(REVERSE, `_ferrule-ptr.${POINTER}`, 'TXT', []);
    await reconciled();
    expect(await ground.resolver.resolve4(GATEWAY)).toEqual(['172.16.150.1']);
    expect((await drift()).slice(1)).toEqual([
      { name: POINTER, type: 'PTR', kind: 'changed', found: [GATEWAY] },
      { name: GATEWAY, type: 'A', kind: 'changed', found: ['10.6.6.6'] },
    ]);
  });

  it('stay away where somebody else took the place, until it is free again', async () => {
    await ground.write(REVERSE, POINTER, 'PTR', ['theirs.elsewhere.example.']);
    if (kind === 'rfc2136') await ground.write(REVERSE, `_ferrule-ptr.${POINTER}`, 'TXT', []);
    await reconciled();
    await reconciled();
    expect(await ground.resolver.reverse('172.16.150.1')).toEqual(['theirs.elsewhere.example']);
    expect((await drift()).slice(3)).toMatchObject([{ name: POINTER, kind: 'taken' }]);
    const { records, notes } = await ground.names('net-1');
    expect(records.find(({ name }) => name === POINTER)?.state).toBe('taken');
    expect(notes).toEqual([`PTR ${POINTER} is somebody else's`]);
    await ground.write(REVERSE, POINTER, 'PTR', []);
    await reconciled();
    expect(await ground.resolver.reverse('172.16.150.1')).toEqual([GATEWAY]);
    expect((await ground.names('net-1')).notes).toEqual([]);
  });

  it('are looked at all together when no network is named', async () => {
    await reconcile();
    const rows = await ground.query<{ body: string }>(
      `select body from event where stream = 'names'`,
    );
    expect(rows.map(({ body }) => JSON.parse(body) as object)).toEqual([
      { networkId: null, networks: 1 },
    ]);
    expect(await ground.metrics()).toContain('ferrule_names_drifted_total{kind="missing"} 1');
  });
});

describe('names that nobody asks to be compared', () => {
  const ground = useNames('powerdns', { FERRULE_IPAM_DNS_RECONCILE_EVERY: '1s' });

  it('are put back all the same, after a while', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    await ground.ask({ type: 'PublishNames', data: { networkId: 'net-1', zone: ZONE } });
    await ground.write(ZONE, GATEWAY, 'A', []);
    const isBack = async () => (await ground.resolver.resolve4(GATEWAY))[0] === '172.16.150.1';
    await until(isBack, { timeout: 20_000 });
  });
});
