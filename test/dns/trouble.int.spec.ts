import { describe, expect, it, jest } from '@jest/globals';
import { freePort, until } from '@ferrule/testing';
import { useNames, ZONE } from './names-ground.ts';

// Services are started and killed, on machines that may be busy.
jest.setTimeout(120_000);

const patient = { timeout: 60_000 } as const;

describe.each(['powerdns', 'rfc2136'] as const)('a server that does not answer: %s', (kind) => {
  const ground = useNames(kind, {
    FERRULE_IPAM_DNS_TIMEOUT: '300ms',
    FERRULE_IPAM_DNS_DEADLINE: '3s',
    FERRULE_IPAM_DNS_RECONCILE_EVERY: '1h',
  });
  const publish = { type: 'PublishNames', data: { networkId: 'net-1', zone: ZONE } } as const;
  const withdraw = { type: 'WithdrawNames', data: { networkId: 'net-1', reason: 'over' } } as const;

  it('ends a publication at its deadline, with a clear refusal, and is seen in the metrics', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    ground.pdns.signal('SIGSTOP');
    const id = await ground.send(publish);
    await until(
      async () => (await ground.metrics()).includes('ferrule_names_waiting 1\n'),
      patient,
    );
    expect((await ground.names('net-1')).status).toBe('publishing');
    const answer = await until(() => ground.answerTo(id), patient);
    expect(answer).toMatchObject({
      type: 'NamesRefused',
      data: { operation: 'publish', code: 'DNS_UNREACHABLE', name: null, holder: null },
    });
    expect(answer.data).toHaveProperty(
      'message',
      expect.stringMatching(/^ns1 at .* did not answer/),
    );
    expect(await ground.metrics()).toMatch(/ferrule_dns_failures_total\{server="ns1"\} [1-9]/);
    ground.pdns.signal('SIGCONT');
  });

  it('leaves nothing behind of what was refused', async () => {
    await until(async () => (await ground.names('net-1')).records.length === 0, patient);
    await expect(ground.resolver.resolve4(`gw-vlan150.${ZONE}`)).rejects.toThrow();
  });

  it('is asked again until it answers, when it does in time', async () => {
    await ground.pdns.kill();
    const id = await ground.send({
      ...publish,
      data: { ...publish.data, notAfter: new Date(Date.now() + 3_000).toISOString() },
    });
    await ground.pdns.start();
    const answer = await until(() => ground.answerTo(id), patient);
    // On a machine that is busy enough three seconds may be over; then it is said, and asked again.
    if (answer.type === 'NamesRefused') expect(answer.data.code).toBe('DNS_UNREACHABLE');
    const end = await until(async () => {
      const again = await ground.ask(publish);
      return again.type === 'NamesPublished' && again;
    }, patient);
    expect(end.data.records).toBe(2);
  });

  it('is told to whoever withdraws, and what is left goes when it answers again', async () => {
    ground.pdns.signal('SIGSTOP');
    const refused = await ground.ask(withdraw);
    expect(refused).toMatchObject({
      type: 'NamesRefused',
      data: { operation: 'withdraw', code: 'DNS_UNREACHABLE' },
    });
    expect(await ground.names('net-1')).toMatchObject({ status: 'withdrawing' });
    ground.pdns.signal('SIGCONT');
    await until(async () => (await ground.names('net-1')).status === 'withdrawn', patient);
    await expect(ground.resolver.resolve4(`gw-vlan150.${ZONE}`)).rejects.toThrow();
  });

  it('is not asked for what comes too late', async () => {
    const data = { ...publish.data, notAfter: '2026-01-01T00:00:00Z' };
    expect(await ground.ask({ ...publish, data })).toMatchObject({
      data: { code: 'DNS_UNREACHABLE', message: 'the time was over before it was tried' },
    });
  });
});

describe('a service that is killed', () => {
  const ground = useNames('powerdns', { FERRULE_IPAM_DNS_TIMEOUT: '20s' });

  it('goes on where it was: what it intended is recorded before a server is asked', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    ground.pdns.signal('SIGSTOP');
    const data = { networkId: 'net-1', zone: ZONE };
    const id = await ground.send({ type: 'PublishNames', data });
    await until(() => ground.query(`select from names where status = 'publishing'`));
    await ground.stop('SIGKILL');
    ground.pdns.signal('SIGCONT');
    await ground.start();
    const answer = await until(() => ground.answerTo(id), patient);
    expect(answer).toMatchObject({ type: 'NamesPublished', data: { records: 2 } });
    expect(await ground.resolver.reverse('172.16.150.1')).toEqual([`gw-vlan150.${ZONE}`]);
  });

  it('withdraws what it was withdrawing when it was killed', async () => {
    ground.pdns.signal('SIGSTOP');
    const id = await ground.send({
      type: 'WithdrawNames',
      data: { networkId: 'net-1', reason: 'over' },
    });
    await until(async () => {
      const rows = await ground.query(`select from name_record where state = 'going'`);
      return rows.length === 2;
    }, patient);
    await ground.stop('SIGKILL');
    ground.pdns.signal('SIGCONT');
    await ground.start();
    expect(await until(() => ground.answerTo(id), patient)).toMatchObject({
      type: 'NamesWithdrawn',
      data: { records: 2 },
    });
    await expect(ground.resolver.reverse('172.16.150.1')).rejects.toThrow();
  });
});

describe('two instances', () => {
  const ground = useNames('powerdns');

  it('share the work: what one leaves undone when it is killed, the other one does', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    await ground.startBeside('ipam', { FERRULE_IPAM_HTTP_PORT: String(await freePort()) });
    const leaders = () =>
      ground.query<{ pid: number }>(
        `select distinct l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
         where l.locktype = 'advisory' and l.granted and a.usename = 'ipam'
           and a.datname = current_database()
           and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('ipam names', 0)`,
      );
    expect(await leaders()).toHaveLength(1);
    await ground.stop('SIGKILL');
    await until(async () => (await leaders()).length === 1, patient);
    const data = { networkId: 'net-1', zone: ZONE };
    expect(await ground.ask({ type: 'PublishNames', data })).toMatchObject({
      type: 'NamesPublished',
    });
    expect(await ground.resolver.reverse('172.16.150.1')).toEqual([`gw-vlan150.${ZONE}`]);
  });
});

describe('a server that does not take our key', () => {
  const ground = useNames('rfc2136', { FERRULE_IPAM_DNS_DEADLINE: '30s' });

  it('refuses at once, and the key is told to nobody', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    // As if somebody had made another key of that name.
    await ground.stop();
    await ground.changeKey('bm90IHRoZSBrZXkgdGhhdCB0aGUgc2VydmVyIGhhcw==');
    await ground.start();
    const data = { networkId: 'net-1', zone: ZONE };
    expect(await ground.ask({ type: 'PublishNames', data })).toMatchObject({
      type: 'NamesRefused',
      data: { code: 'DNS_REFUSED', message: expect.stringContaining('does not take the key') },
    });
    const written = await ground.query<{ body: string }>('select body from event');
    const told = written.map(({ body }) => body).join() + ground.said() + (await ground.metrics());
    expect(told).not.toContain('bm90IHRoZ');
    expect(told).not.toContain(ground.pdns.tsig.secret);
  });
});

describe('a service without servers', () => {
  const ground = useNames('none');

  it('publishes nothing and says so', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    const data = { networkId: 'net-1', zone: ZONE };
    expect(await ground.ask({ type: 'PublishNames', data })).toEqual({
      type: 'NamesSkipped',
      data: { networkId: 'net-1', reason: 'DNS is off: no server is configured' },
    });
    expect(await ground.names('net-1')).toMatchObject({ status: 'unpublished', records: [] });
    const withdrawal = { networkId: 'net-1', reason: 'over' };
    expect(await ground.ask({ type: 'WithdrawNames', data: withdrawal })).toMatchObject({
      type: 'NamesWithdrawn',
    });
  });
});
