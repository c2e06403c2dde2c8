import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Keyring } from '@ferrule/sealed-secret';
import { freePort, until } from '@ferrule/testing';
import { fromSource } from '../ground/service-process.ts';
import { API, AUTHORIZED, CLI_KEY } from '../ground/edge-key.ts';
import { useNames, ZONE } from './names-ground.ts';

// Services are started and killed, on machines that may be busy.
jest.setTimeout(120_000);

const ground = useNames('powerdns');
const GATEWAY = `gw-vlan150.${ZONE}`;
let api = '';
const seed = join(tmpdir(), `ferrule-seed-${process.pid}.json`);

const answers = (url: string) =>
  fetch(url, { headers: AUTHORIZED })
    .then(({ ok }) => ok)
    .catch(() => false);

beforeAll(async () => {
  const [port, own] = [await freePort(), await freePort()];
  const datacenter = {
    ...{ datacenterId: 'DC1', name: 'One', uplink: 'ether1', encapsulation: { kind: 'vlan' } },
    ...{ management: ['10.254.1.0/24'], supernets: ['172.16.0.0/16'], timeZone: 'Europe/Paris' },
    dnsZones: [ZONE],
  };
  await writeFile(seed, JSON.stringify({ datacenters: [datacenter] }));
  const [service, owner] = ['inventory', 'inventory_owner'];
  await ground.startBeside('inventory', {
    FERRULE_INVENTORY_DATABASE_URL: ground.urlFor({ name: service, password: 'service' }),
    FERRULE_INVENTORY_DATABASE_OWNER_URL: ground.urlFor({ name: owner, password: 'owner' }),
    FERRULE_INVENTORY_HTTP_PORT: String(own),
    FERRULE_INVENTORY_KEYRING: Keyring.newKey('2026'),
    FERRULE_INVENTORY_SEED_FILE: seed,
  });
  await ground.startBeside('api', {
    FERRULE_API_DATABASE_URL: ground.urlFor({ name: 'api', password: 'service' }),
    FERRULE_API_DATABASE_OWNER_URL: ground.urlFor({ name: 'api_owner', password: 'owner' }),
    FERRULE_API_HTTP_PORT: String(port),
    ...API.settings,
  });
  api = `http://127.0.0.1:${port}`;
  const isReady = () => answers(`${api}/api/v1/datacenters/DC1`);
  await until(isReady, { timeout: 90_000, message: 'the API' });
}, 240_000);
afterAll(() => rm(seed, { force: true }));

describe('names of a network', () => {
  it('go into the first zone of its datacenter, as inventory knows it, when nobody names one', async () => {
    await ground.allocate('net-1', { subnet: '172.16.150.0/25', vlanId: 150 });
    expect(await ground.ask({ type: 'PublishNames', data: { networkId: 'net-1' } })).toMatchObject({
      type: 'NamesPublished',
      data: { zone: ZONE, gateway: GATEWAY },
    });
  });

  it('are not published for a datacenter without a zone, and it is said why', async () => {
    await ground.allocate('net-2', { datacenter: 'DC2' });
    expect(await ground.ask({ type: 'PublishNames', data: { networkId: 'net-2' } })).toEqual({
      type: 'NamesSkipped',
      data: { networkId: 'net-2', reason: 'datacenter DC2 has no DNS zone' },
    });
  });

  it('are shown over HTTP', async () => {
    const response = await fetch(`${api}/api/v1/networks/net-1/names`, {
      headers: AUTHORIZED,
    });
    expect(await response.json()).toMatchObject({
      ...{ networkId: 'net-1', status: 'published', zone: ZONE, gateway: GATEWAY, notes: [] },
      records: [
        { name: '1.150.16.172.in-addr.arpa', type: 'PTR', values: [GATEWAY], state: 'published' },
        { name: GATEWAY, type: 'A', values: ['172.16.150.1'], server: 'ns1', zone: ZONE },
      ],
    });
    const unknown = await fetch(`${api}/api/v1/networks/net-none/names`, {
      headers: AUTHORIZED,
    });
    expect([unknown.status, await unknown.json()]).toMatchObject([
      404,
      { code: 'NETWORK_NOT_FOUND', errors: [{ field: 'networkId' }] },
    ]);
  });

  it('are shown in a terminal', async () => {
    const line = ['--api', api, 'ipam', 'names', 'net-1'];
    const out = await new Promise<string>((resolve) => {
      const args = [...fromSource('cli/src/main.ts'), ...line];
      const env = { PATH: process.env['PATH'], FERRULE_CLI_DATA: 'nowhere', ...CLI_KEY };
      execFile(process.execPath, args, { env }, (_, stdout, stderr) => resolve(stdout + stderr));
    });
    expect(out.split('\n')).toEqual([
      'net-1 has 2 records',
      '  names    published',
      `  gateway  ${GATEWAY}`,
      expect.stringMatching(/^ {2}checked {2}\d{4}-\d\d-\d\d [\d:.]+ UTC$/),
      '',
      'NAME                       TYPE  VALUE                   SERVER  ZONE                     STATE',
      `1.150.16.172.in-addr.arpa  PTR   ${GATEWAY}  ns1     150.16.172.in-addr.arpa  published`,
      `${GATEWAY}     A     172.16.150.1            ns1     ${ZONE}              published`,
      '',
    ]);
  }, 60_000);
});
