import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FIREWALL_PROFILES } from '@ferrule/inventory-contracts';
import { Keyring } from '@ferrule/sealed-secret';
import { leakGuard, until } from '@ferrule/testing';
import { Logger } from '@nestjs/common';
import { DC1, entryFor, keys, writeRouters } from '../spec-rig.ts';
import { FileDirectory } from './file-directory.ts';

leakGuard();
Logger.overrideLogger(false);

let directory: string;
let file: string;
let opened: FileDirectory | undefined;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'routers-'));
  file = join(directory, 'routers.json');
});
afterEach(async () => {
  opened?.onModuleDestroy();
  opened = undefined;
  await rm(directory, { recursive: true });
});

const open = async (keyring = keys) => {
  opened = await FileDirectory.open({ file, datacenter: 'DC1', keys: keyring });
  return opened;
};
const refusal = async (document: unknown, keyring = keys) => {
  await writeFile(file, JSON.stringify(document));
  return open(keyring).then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
};
const bgp = (md5Key: string) => ({
  ...DC1,
  bgp: {
    as: 65001,
    routerId: '10.255.1.1',
    peers: [{ name: 'dc2', address: '10.255.255.2', as: 65001, md5Key }],
  },
});

describe('the routers file', () => {
  it('tells of the routers of one datacenter, with their secrets opened', async () => {
    const password = keys.seal('hunter22', 'router/r1/password');
    await writeRouters(
      file,
      [entryFor('r1', 8728, { password }), entryFor('other', 8728, { datacenter: 'DC2' })],
      [
        {
          id: 'DC2',
          uplink: 'ether1',
          encapsulation: { kind: 'qinq', serviceVlan: 1000 },
          management: [],
          supernets: [],
        },
        bgp(keys.seal('md5', 'datacenter/DC1/bgp/dc2')),
      ],
    );
    const known = await open();
    const { routers, datacenter } = known;
    expect(routers.map(({ id }) => id)).toEqual(['r1']);
    expect(known.find('r1')).toMatchObject({
      password: 'hunter22',
      tls: null,
      dialect: null,
    });
    expect(datacenter).toMatchObject({
      id: 'DC1',
      bridge: null,
      firewallProfiles: FIREWALL_PROFILES,
    });
    expect(datacenter.bgp?.peers[0]?.md5Key).toBe('md5');
  });

  it.each([
    [
      'no datacenter of the name',
      { datacenters: [{ ...DC1, id: 'DC9' }], routers: [] },
      'datacenters has no DC1',
    ],
    [
      'a router twice',
      { datacenters: [DC1], routers: [entryFor('r1', 1), entryFor('r1', 2)] },
      'routers has r1 twice',
    ],
    [
      'a port that is none',
      { datacenters: [DC1], routers: [entryFor('r1', 0)] },
      'routers[0].port',
    ],
    [
      'a field that nobody knows',
      { datacenters: [{ ...DC1, uplinc: 'x' }], routers: [] },
      'datacenters[0].uplinc is not a known field',
    ],
    [
      'a password in the clear',
      { datacenters: [DC1], routers: [entryFor('r1', 1, { password: 'hunter22' })] },
      'the password of r1 must be sealed for router/r1/password',
    ],
    [
      'the password of another router',
      {
        datacenters: [DC1],
        routers: [entryFor('r1', 1, { password: keys.seal('x', 'router/r2/password') })],
      },
      'the password of r1 must be sealed for router/r1/password',
    ],
    [
      'Q-in-Q without a service VLAN',
      { datacenters: [{ ...DC1, encapsulation: { kind: 'qinq' } }], routers: [] },
      'the encapsulation of DC1 is qinq and needs a serviceVlan',
    ],
    [
      'an MD5 key in the clear',
      { datacenters: [bgp('hunter22')], routers: [] },
      'the MD5 key of dc2 must be sealed for datacenter/DC1/bgp/dc2',
    ],
  ])('is refused with %s, and no value is told', async (_, document, why) => {
    const message = await refusal(document);
    expect(message).toContain(why);
    expect(message).not.toContain('hunter22');
  });

  it('is refused when its secrets are sealed under another key', async () => {
    const stranger = Keyring.parse(Keyring.newKey('other'));
    const document = { datacenters: [DC1], routers: [entryFor('r1', 1)] };
    expect(await refusal(document, stranger)).toContain('the password of r1 must be sealed');
  });

  it('is followed within a second, and told to whoever watches', async () => {
    await writeRouters(file, [entryFor('r1', 8728)]);
    const known = await open();
    let told = 0;
    const forget = known.watch(() => (told += 1));
    await writeRouters(file, [entryFor('r1', 8729), entryFor('r2', 8728)]);
    await until(() => told === 1, { timeout: 1_000 });
    expect(known.routers.map(({ id, port }) => [id, port])).toEqual([
      ['r1', 8729],
      ['r2', 8728],
    ]);
    forget();
    await writeRouters(file, []);
    await until(() => known.routers.length === 0);
    expect(told).toBe(1);
  });

  it('that is wrong all of a sudden leaves the old one in force', async () => {
    await writeRouters(file, [entryFor('r1', 8728)]);
    const known = await open();
    let told = 0;
    known.watch(() => (told += 1));
    await writeFile(file, '{"datacenters": [');
    await rm(file);
    await writeFile(file, '{');
    await until(async () => known.find('r1') !== undefined);
    await writeRouters(file, [entryFor('r1', 8729)]);
    await until(() => known.find('r1')?.port === 8729);
    expect(told).toBe(1);
  });
});
