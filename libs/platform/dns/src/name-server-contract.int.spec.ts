import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { contractSuite, type PdnsServer, startPdnsServer } from '@ferrule/testing';
import {
  type NameServer,
  NameTaken,
  type OwnedRecord,
  PowerDnsServer,
  Rfc2136Server,
} from '@ferrule/dns';

const HOSTS = 'lab.example';
const REVERSE = '150.16.172.in-addr.arpa';
const REVERSE6 = '8.b.d.0.1.0.0.2.ip6.arpa';
const PTR6 = `1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.1.0.${REVERSE6}`;

let pdns: PdnsServer;
const resolver = new Resolver({ timeout: 2_000, tries: 3 });

beforeAll(async () => {
  pdns = await startPdnsServer();
  resolver.setServers([`${pdns.host}:${pdns.port}`]);
  for (const zone of [HOSTS, REVERSE, REVERSE6]) await pdns.makeZone(zone);
}, 240_000);
afterAll(() => pdns.discard());

let names = 0;
/** A name of its own for each spec: they share the zones. */
const record = (more: Partial<OwnedRecord> = {}): OwnedRecord => ({
  name: `host-${(names += 1)}.${HOSTS}`,
  ...{ type: 'A', values: ['172.16.150.7'], ttl: 300, owner: 'net-1' },
  ...more,
});

/** As somebody would who knows nothing of us. */
const writeAsStranger = (zone: string, { name, type, values }: OwnedRecord) =>
  pdns.api('PATCH', `/zones/${zone}.`, {
    rrsets: [
      {
        ...{ name: `${name}.`, type, ttl: 60, changetype: 'REPLACE', comments: [] },
        records: values.map((content) => ({ content, disabled: false })),
      },
    ],
  });
const deleteAsStranger = (
  zone: string,
  { name, type }: Pick<OwnedRecord, 'name'> & { type: string },
) =>
  pdns.api('PATCH', `/zones/${zone}.`, {
    rrsets: [{ name: `${name}.`, type, changetype: 'DELETE' }],
  });
const serial = async (zone: string) => (await resolver.resolveSoa(zone)).serial;

const contract = contractSuite<NameServer>('a name server', (server) => {
  it('publishes addresses of both families and the names of addresses, as any resolver sees', async () => {
    const four = record({ values: ['172.16.150.7', '172.16.150.8'] });
    const six = record({ name: four.name, type: 'AAAA', values: ['2001:db8:150::7'] });
    const back = record({ name: `7.${REVERSE}`, type: 'PTR', values: [four.name] });
    const back6 = record({ name: PTR6, type: 'PTR', values: [four.name] });
    expect(await server().put(HOSTS, [four, six])).toBe(2);
    expect(await server().put(REVERSE, [back])).toBe(1);
    expect(await server().put(REVERSE6, [back6])).toBe(1);
    expect((await resolver.resolve4(four.name)).sort()).toEqual(four.values);
    expect(await resolver.resolve6(four.name)).toEqual(six.values);
    expect(await resolver.reverse('172.16.150.7')).toEqual([four.name]);
    expect(await resolver.reverse('2001:db8:150::1')).toEqual([four.name]);
    await server().remove(REVERSE, [back], 'net-1');
    await server().remove(REVERSE6, [back6], 'net-1');
  });

  it('knows the zone that a name lies in, and none for a name of elsewhere', async () => {
    expect(await server().zoneOf(`web.${HOSTS}`)).toBe(HOSTS);
    expect(await server().zoneOf(HOSTS)).toBe(HOSTS);
    expect(await server().zoneOf(`130.${REVERSE}`)).toBe(REVERSE);
    expect(await server().zoneOf(PTR6)).toBe(REVERSE6);
    expect(await server().zoneOf('www.elsewhere.example')).toBeUndefined();
  });

  it('changes nothing when all is there already, and nothing else when something is not', async () => {
    const [one, two] = [record(), record()];
    await server().put(HOSTS, [one, two]);
    const before = await serial(HOSTS);
    expect(await server().put(HOSTS, [one, two])).toBe(0);
    expect(await serial(HOSTS)).toBe(before);
    const moved = { ...two, values: ['172.16.150.9'] };
    expect(await server().put(HOSTS, [one, moved])).toBe(1);
    expect(await resolver.resolve4(two.name)).toEqual(['172.16.150.9']);
  });

  it('reads what there is with its owner, and leaves out what there is not', async () => {
    const [ours, theirs, none] = [record(), record({ values: ['10.0.0.1'] }), record()];
    await server().put(HOSTS, [ours]);
    await writeAsStranger(HOSTS, theirs);
    const found = await server().read(HOSTS, [ours, theirs, none]);
    const { name, type } = ours;
    expect(found).toMatchObject([
      { name, type, values: ours.values, ttl: 300, owner: 'net-1' },
      { name: theirs.name, values: ['10.0.0.1'], ttl: 60 },
    ]);
    expect(found[1]?.owner).toBeUndefined();
  });

  it('never overwrites what somebody else made, and says whose it is', async () => {
    const [theirs, another, free] = [record(), record({ owner: 'net-2' }), record()];
    await writeAsStranger(HOSTS, { ...theirs, values: ['10.0.0.1'] });
    await server().put(HOSTS, [another]);
    const stranger = await server()
      .put(HOSTS, [free, theirs])
      .catch((error: unknown) => error);
    expect(stranger).toBeInstanceOf(NameTaken);
    expect(stranger).toMatchObject({
      key: { name: theirs.name, type: 'A' },
      holder: expect.stringContaining('10.0.0.1'),
    });
    const known = { ...another, owner: 'net-1', values: ['10.0.0.2'] };
    await expect(server().put(HOSTS, [known])).rejects.toMatchObject({ holder: 'net-2' });
    expect(await resolver.resolve4(theirs.name)).toEqual(['10.0.0.1']);
    expect(await resolver.resolve4(another.name)).toEqual(another.values);
    // All or none: what was free was not written either.
    expect(await server().read(HOSTS, [free])).toEqual([]);
  });

  it('takes the same value without a mark for a stranger, unless its own was lost', async () => {
    const wanted = record();
    await writeAsStranger(HOSTS, wanted);
    await expect(server().put(HOSTS, [wanted])).rejects.toBeInstanceOf(NameTaken);
    expect(await server().put(HOSTS, [{ ...wanted, adopts: true }])).toBe(1);
    expect(await server().read(HOSTS, [wanted])).toMatchObject([{ owner: 'net-1', ttl: 300 }]);
  });

  it('takes a name that is an alias for taken', async () => {
    const wanted = record();
    const alias = { ...wanted, type: 'CNAME' as never, values: ['www.elsewhere.example.'] };
    await writeAsStranger(HOSTS, alias);
    await expect(server().put(HOSTS, [wanted])).rejects.toMatchObject({
      name: 'NameTaken',
      holder: expect.stringContaining('www.elsewhere.example'),
    });
  });

  it('puts back what was deleted or changed', async () => {
    const [gone, changed] = [record(), record()];
    await server().put(HOSTS, [gone, changed]);
    await deleteAsStranger(HOSTS, gone);
    const found = await server().read(HOSTS, [gone, changed]);
    expect(found.map(({ name }) => name)).toEqual([changed.name]);
    // A record deleted without its mark is still its owner's to put back.
    expect(await server().put(HOSTS, [gone, changed])).toBe(1);
    expect(await resolver.resolve4(gone.name)).toEqual(gone.values);
  });

  it('removes what is its own, once, and nothing that is not', async () => {
    const [ours, theirs, another] = [record(), record(), record({ owner: 'net-2' })];
    await server().put(HOSTS, [ours, another]);
    await writeAsStranger(HOSTS, theirs);
    expect(await server().remove(HOSTS, [ours, theirs, another, record()], 'net-1')).toBe(1);
    expect(await server().remove(HOSTS, [ours, theirs, another], 'net-1')).toBe(0);
    await expect(resolver.resolve4(ours.name)).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await resolver.resolve4(theirs.name)).toEqual(theirs.values);
    expect(await resolver.resolve4(another.name)).toEqual(another.values);
  });

  it('publishes and removes hundreds', async () => {
    const many = Array.from({ length: 250 }, () => record());
    expect(await server().put(HOSTS, many)).toBe(250);
    expect(await server().put(HOSTS, many)).toBe(0);
    expect(await server().read(HOSTS, many)).toHaveLength(250);
    expect(await server().remove(HOSTS, many, 'net-1')).toBe(250);
    expect(await server().read(HOSTS, many)).toEqual([]);
  });
});

const powerDns = (): NameServer =>
  new PowerDnsServer({ name: 'ns1', url: pdns.url, apiKey: pdns.apiKey, timeoutMs: 10_000 });
const rfc2136 = (): NameServer =>
  new Rfc2136Server({
    ...{ name: 'ns2', host: pdns.host, port: pdns.port, timeoutMs: 10_000 },
    key: { name: pdns.tsig.name, secret: Buffer.from(pdns.tsig.secret, 'base64') },
  });

contract('PowerDNS over its HTTP API', () => ({ subject: powerDns() }));
contract('RFC 2136 updates, signed', () => ({ subject: rfc2136() }));
