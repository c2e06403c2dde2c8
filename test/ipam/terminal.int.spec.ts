import { describe, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { ferrule } = useEdge();

describe('ferrule ipam', () => {
  it('draws how full everything is', async () => {
    const { code, out, err } = await ferrule('ipam tree --dc DC1');
    expect({ code, lines: out.split('\n') }).toEqual({
      code: 0,
      lines: [
        'SPACE           PREFIX         USE                               FREE  HELD',
        `DC1-production  172.16.0.0/16  ${'░'.repeat(24)}  0.0%  65,536     0`,
        '',
      ],
    });
    expect(err).toContain('░ free');
  }, 60_000);

  it('draws a map of what is free, and says which sizes fit', async () => {
    const { code, out } = await ferrule('ipam free DC2-production');
    const [title, first, ...rest] = out.split('\n');
    expect([code, title]).toEqual([0, 'DC2-production 172.20.0.0/16 is 0.0% used']);
    expect(first).toBe(`     172.20.0.0  ${'·'.repeat(64)}`);
    expect(rest.slice(-3)).toEqual([
      'SIZE  FREE BLOCKS  FIRST          ADDRESSES',
      '/16             1  172.20.0.0/16     65,536',
      '',
    ]);
  }, 60_000);

  it('answers a program in JSON, and whoever asks for what is not there with the reason', async () => {
    const { out } = await ferrule('ipam pool list --limit 1 --json');
    expect(JSON.parse(out)).toMatchObject({ pools: [{ spaceId: 'DC1-production' }] });
    const unknown = await ferrule('ipam free nope');
    expect([unknown.code, unknown.err]).toEqual([1, 'ferrule: there is no pool nope.\n']);
    const nobody = await ferrule('ipam whohas 172.16.150.7 --at 2026-11-01');
    expect([nobody.code, nobody.err]).toEqual([0, 'Nobody had 172.16.150.7 at 2026-11-01.\n']);
  }, 60_000);

  it('creates a pool, shows what a network would get, takes it, finds it and gives it back', async () => {
    const pool = await ferrule(
      'ipam pool create lab --prefix 10.0.0.0/22 --dc DC1 --type lab --vlans DC1 --quarantine 0',
    );
    expect([pool.code, pool.out.split('\n')[0]]).toEqual([0, 'lab 10.0.0.0/22 is live']);
    const wish = 'ipam allocate --client acme --dc DC1 --size /24 --type lab';
    const dry = await ferrule(`${wish} --dry-run`);
    expect(dry.out).toContain('  subnet      10.0.0.0/24\n');
    expect(dry.err).toBe('Nothing was taken.\n');
    const taken = await ferrule(`${wish} --vlan 150 --json`);
    const network = JSON.parse(taken.out) as { readonly networkId: string };
    expect(network).toMatchObject({ subnet: '10.0.0.0/24', vlanId: 150 });
    const who = await ferrule('ipam whohas 10.0.0.7');
    expect(who.out).toContain(network.networkId);
    const map = await ferrule('ipam free lab');
    expect(map.out).toContain(
      `     10.0.0.192  ${'█'.repeat(64)}\n       10.0.1.0  ${'·'.repeat(64)}\n`,
    );
    const back = await ferrule(`ipam release ${network.networkId}`);
    expect(back.out).toBe(`${network.networkId} is released: 10.0.0.0/24, VLAN 150\n`);
  }, 90_000);

  it('says which field is wrong', async () => {
    const wrong = await ferrule('ipam allocate --client acme --dc DC1 --size /24 --vlan 4095');
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('vlanId')]);
  }, 60_000);
});
