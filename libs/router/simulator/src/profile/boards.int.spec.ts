import { describe, expect, it } from '@jest/globals';
import { menu } from '../menu/menu.ts';
import { t } from '../menu/t.ts';
import { startSimulator } from '../start-simulator.ts';
import type { SimulatorSettings } from '../start-simulator.ts';

const ask = async (settings: SimulatorSettings, ...words: string[]) => {
  const { router, stop } = await startSimulator(settings);
  try {
    return (await router.run(words)).rows;
  } finally {
    await stop();
  }
};

describe('a board', () => {
  it.each([
    ['CCR2116-12G-4S+', 'ether1', 'sfp-sfpplus4', 17, 'arm64'],
    ['RB5009', 'ether1', 'sfp-sfpplus1', 9, 'arm64'],
    ['CHR', 'ether1', 'ether4', 4, 'x86_64'],
  ] as const)('%s has its ports from %s to %s', async (board, first, last, count, architecture) => {
    const ports = await ask({ board }, '/interface/print', '?type=ether');
    expect(ports.length).toBe(count);
    expect(ports[0]).toMatchObject({
      '.id': '*1',
      name: first,
      'default-name': first,
      mtu: '1500',
    });
    expect(ports.at(-1)).toMatchObject({ name: last, running: 'true', disabled: 'false' });
    const [resource] = await ask({ board }, '/system/resource/print');
    expect(resource).toMatchObject({ 'architecture-name': architecture, platform: 'MikroTik' });
  });

  it.each([
    ['7.16', '7.16.2 (stable)'],
    ['7.24', '7.24 (stable)'],
  ] as const)('with %s says that it runs %s', async (profile, version) => {
    const [resource] = await ask({ profile }, '/system/resource/print', '=.proplist=version');
    expect(resource).toEqual({ version });
  });

  it('with 7.16 lacks what came later, and has what went', async () => {
    const { router, stop } = await startSimulator({ profile: '7.16' });
    await expect(router.run(['/routing/bgp/instance/print'])).rejects.toThrow(
      'no such command or directory (instance), no such command prefix',
    );
    await expect(router.run(['/interface/ovpn-server/server/add'])).rejects.toThrow(
      'no such command',
    );
    await stop();
  });

  it('draws the same keys and addresses from the same seed, and others from another', async () => {
    const macs = async (seed: number) =>
      (await ask({ seed }, '/interface/print', '?type=ether')).map((port) => port['mac-address']);
    expect(await macs(1)).toEqual(await macs(1));
    expect(new Set([...(await macs(1)), ...(await macs(2))]).size).toBe(34);
  });

  it('serves menus that a test declares, beside its ports', async () => {
    const menus = [menu('/toy', { kind: 'list', args: { port: t.ref('/interface') } })];
    const { router, stop } = await startSimulator({ menus });
    await router.run(['/toy/add', '=port=ether3']);
    expect((await router.run(['/toy/print'])).rows).toMatchObject([{ port: 'ether3' }]);
    await expect(router.run(['/ip/address/print'])).rejects.toThrow(
      'no such command or directory (ip)',
    );
    await stop();
  });
});
