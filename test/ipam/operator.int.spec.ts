import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { ferrule, query } = useEdge();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-operator-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a command line prints that does what it is told. */
const says = async (line: string, input?: string): Promise<string> => {
  const { code, out, err } = await ferrule(line, input);
  expect([line, code, err]).toEqual([line, 0, expect.not.stringContaining('ferrule:')]);
  return out;
};

describe('an operator at a terminal', () => {
  it('lays out an address space from its VRF down to its pool, and takes it down again', async () => {
    await says('ipam vrf create blue --description customer');
    await says('ipam supernet add labs --prefix 10.64.0.0/10 --role lab --vrf blue');
    expect(await says('ipam vlans create labs --dc DC1 --first 3000 --last 3009')).toBe(
      'labs has 10 VLANs, 3000 to 3009\n',
    );
    const pool =
      'ipam pool create lab --prefix 10.64.0.0/16 --dc DC1 --vrf blue --supernet labs --vlans labs';
    expect(await says(`${pool} --type lab --quarantine 0 --field owner=ops`)).toMatch(/owner +ops/);
    expect(await says('ipam pool adjust lab --policy best-fit')).toMatch(/policy +best-fit/);
    expect(await says('ipam supernet list')).toMatch(/^labs +10\.64\.0\.0\/10 +lab +blue +1$/m);
    expect(await says('ipam vlans list')).toMatch(/^labs +DC1 +3000-3009 +0 +0 +10 +0\.0%$/m);
    for (const line of ['pool retire lab', 'vlans retire labs', 'supernet remove labs'])
      await says(`ipam ${line}`);
    expect(await says('ipam vrf retire blue')).toBe('blue is retired\n');
  }, 120_000);

  it('takes prefixes, a container and a reservation, and says what they are', async () => {
    await says('ipam prefix container DC1-production --prefix 172.16.32.0/20 --id team');
    expect(await says('ipam prefix take team --size /24 --id first --tag new')).toMatch(
      /^172\.16\.32\.0\/24 is prefix first$/m,
    );
    await says('ipam prefix reserve team --prefix 172.16.47.0/24 --description never');
    await says('ipam describe prefix first --tag pci --field rack=b12');
    expect(await says('ipam search --field rack=b12')).toMatch(
      /^172\.16\.32\.0\/24 +prefix +first/m,
    );
    expect(await says('ipam held team')).toMatch(/^172\.16\.47\.0\/24 +reservation/m);
    expect((await says('ipam tree --dc DC1 --depth 1')).split('\n')[2]).toMatch(/^└─ team +172/);
    expect(await says('ipam prefix split first --size /25')).toMatch(/^172\.16\.32\.128\/25/m);
    const busy = await ferrule('ipam prefix release team');
    expect([busy.code, busy.err]).toEqual([1, expect.stringContaining('still held in container')]);
  }, 120_000);

  it('hands out single addresses and ranges', async () => {
    const wish = 'ipam allocate --client acme --dc DC1 --size /24 --subnet 172.16.5.0/24 --json';
    const { networkId: id } = JSON.parse(await says(wish)) as { readonly networkId: string };
    expect(await says(`ipam ip next ${id} --host web-1`)).toBe('172.16.5.2\n');
    expect(await says(`ipam ip attach ${id} 172.16.5.7 --mac 48:8F:5A:00:00:07`)).toBe(
      '172.16.5.7\n',
    );
    expect(await says(`ipam ip reserve ${id} 172.16.5.50 172.16.5.60`)).toBe('172.16.5.50-60\n');
    const list = await says(`ipam ip list ${id}`);
    expect(list).toMatch(/^172\.16\.5\.2 +vm +web-1/m);
    expect(list).toMatch(/^172\.16\.5\.100-200 +reserved +dhcp/m);
    expect(await says(`ipam ip release ${id} 172.16.5.50`)).toBe('172.16.5.50-60 is free again\n');
    expect(await says(`ipam ip release ${id} 172.16.5.7`)).toBe('172.16.5.7 is free again\n');
  }, 120_000);

  it('limits a tenant, and hands out numbers', async () => {
    expect(await says('ipam quota set globex --networks 3')).toBe(
      'globex has 0 of 3 networks and 0 of any IPv4 addresses\n',
    );
    await says('ipam numbers create asn --kind asn --first 65100 --last 65101');
    expect(await says('ipam numbers take asn --holder k8s-1')).toBe('65100\n');
    expect(await says('ipam numbers show asn')).toMatch(/^ *65100 +k8s-1 +demo/m);
    expect(await says('ipam numbers release asn 65100')).toBe('65100 of asn is free again\n');
  }, 120_000);

  it('takes everything out as a file, and brings it in again', async () => {
    const file = join(folder, 'plan.csv');
    await says(`ipam export --kind prefix -o ${file}`);
    const sheet = await readFile(file, 'utf8');
    expect(sheet.split('\r\n').length).toBe(4);
    const elsewhere = sheet.replaceAll('172.16.32.', '172.20.9.').replaceAll(',first-', ',again-');
    const moved = elsewhere.replaceAll(',team,', ',DC2-production,');
    expect((await ferrule('ipam import check -', moved)).err).toContain('All 2 lines are in order');
    await says('ipam import commit - --id moved', moved);
    const rows = await query(`select prefix from held where id like 'again-%' order by 1`);
    expect(rows).toEqual([{ prefix: '172.20.9.0/25' }, { prefix: '172.20.9.128/25' }]);
    const again = await ferrule('ipam import commit - --id moved', moved);
    expect([again.code, again.err]).toEqual([
      1,
      expect.stringContaining('there is an import moved already, which is committed'),
    ]);
    const lines = (await says('ipam export --json --space DC2-production')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { readonly tags: string }).tags)).toEqual([
      'pci',
      'pci',
    ]);
  }, 120_000);
});
