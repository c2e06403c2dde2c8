import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { SimulatorRefusal } from '../refusal.ts';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'router-'));
  file = join(directory, 'state.json');
});

afterEach(() => rmSync(directory, { recursive: true }));

const configured = async () => {
  const simulator = await startSimulator({ state: file });
  const { router } = simulator;
  await router.run(['/interface/vlan/add', '=name=v1', '=vlan-id=1', '=interface=ether2']);
  await router.run(['/interface/vlan/add', '=name=v2', '=vlan-id=2', '=interface=v1']);
  await router.run(['/interface/vlan/remove', '=.id=v1']);
  await router.run(['/ip/address/add', '=address=192.0.2.1/24', '=interface=v2']);
  await router.run(['/ip/firewall/filter/add', '=chain=b']);
  await router.run(['/ip/firewall/filter/add', '=chain=a', '=place-before=*1']);
  await router.run(['/system/identity/set', '=name=Дом']);
  return simulator;
};

describe('a state file', () => {
  it('brings back every row with its id, its order and what dangled', async () => {
    const first = await configured();
    const before = first.router.snapshot();
    const rows = await first.router.run(['/interface/vlan/print']);
    await first.stop();
    const second = await startSimulator({ state: file });
    expect(second.router.compare(before)).toEqual([]);
    expect(await second.router.run(['/interface/vlan/print'])).toEqual(rows);
    expect(second.router.snapshot()['/system/identity']).toEqual([{ name: 'Дом' }]);
    await second.stop();
  });

  it('never gives the id of a removed row again', async () => {
    const first = await configured();
    const { ret: last } = await first.router.run([
      '/interface/vlan/add',
      '=vlan-id=3',
      '=interface=ether1',
    ]);
    await first.router.run(['/interface/vlan/remove', `=.id=${String(last)}`]);
    await first.stop();
    const second = await startSimulator({ state: file });
    const { ret } = await second.router.run([
      '/interface/vlan/add',
      '=vlan-id=3',
      '=interface=ether1',
    ]);
    expect(Number.parseInt(String(ret).slice(1), 16)).toBe(
      Number.parseInt(String(last).slice(1), 16) + 1,
    );
    await second.stop();
  });

  it('is written soon after a change, and not while safe mode may take it back', async () => {
    const simulator = await configured();
    await until(() => readFileSync(file, 'utf8').includes('v2'), { timeout: 3_000 });
    const client = await RawClient.to(simulator.port);
    await client.talk('/safe-mode/take');
    await client.talk('/system/identity/set', '=name=perhaps');
    const kept = readFileSync(file, 'utf8');
    // As long as it took to save before, and more.
    const later = performance.now() + 1_500;
    await until(() => performance.now() > later);
    expect(readFileSync(file, 'utf8')).toBe(kept);
    await client.talk('/safe-mode/release');
    await until(() => readFileSync(file, 'utf8').includes('perhaps'), { timeout: 3_000 });
    client.close();
    await simulator.stop();
  });

  it('is not touched by who comes, looks and goes', async () => {
    const simulator = await configured();
    await until(() => existsSync(file), { timeout: 3_000 });
    const { mtimeMs } = statSync(file);
    const client = await RawClient.to(simulator.port);
    await client.rows('/interface/print');
    client.close();
    const later = performance.now() + 1_500;
    await until(() => performance.now() > later);
    expect(statSync(file).mtimeMs).toBe(mtimeMs);
    await simulator.stop();
  });

  it.each([
    ['', 'it is no JSON'],
    ['{"format":"other"}', 'it is no state of a router'],
    ['half', 'it is no JSON'],
    ['[]', 'it is no state of a router'],
  ])('that holds %j is refused and left as it is', async (text, reason) => {
    writeFileSync(file, text);
    const starting = startSimulator({ state: file });
    await expect(starting).rejects.toThrow(SimulatorRefusal);
    await expect(starting).rejects.toThrow(reason);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('that was cut or changed anywhere is refused and left as it is, or was not damaged', async () => {
    const simulator = await configured();
    await simulator.stop();
    const whole = readFileSync(file, 'utf8');
    for (let cut = 1; cut < whole.length; cut += Math.ceil(whole.length / 50)) {
      const text = whole.slice(0, cut);
      writeFileSync(file, text);
      await expect(startSimulator({ state: file })).rejects.toThrow(SimulatorRefusal);
      expect(readFileSync(file, 'utf8')).toBe(text);
    }
    for (const [from, to] of [
      ['"vlan-id"', '"wlan-id"'],
      ['/ip/address', '/ip/adress'],
      ['"7.24"', '"7.16"'],
      ['"version":1', '"version":2'],
      ['[1,', '["1",'],
    ] as const) {
      const text = whole.replace(from, to);
      expect(text).not.toBe(whole);
      writeFileSync(file, text);
      await expect(startSimulator({ state: file })).rejects.toThrow(SimulatorRefusal);
    }
  });
});

describe('comparing', () => {
  it('names what is missing, what is extra and what only changed its place', async () => {
    const simulator = await configured();
    const { router } = simulator;
    const before = router.snapshot();
    expect(router.compare(before)).toEqual([]);
    await router.run(['/ip/firewall/filter/move', '=.id=*1', '=destination=*2']);
    await router.run(['/ip/address/set', '=.id=*1', '=comment=new']);
    const address = { address: '192.0.2.1/24', interface: 'v2', network: '192.0.2.0' };
    expect(router.compare(before)).toEqual([
      {
        path: '/ip/address',
        missing: [address],
        extra: [{ ...address, comment: 'new' }],
        reordered: false,
      },
      { path: '/ip/firewall/filter', missing: [], extra: [], reordered: true },
    ]);
    await simulator.stop();
  });
});

describe('a reboot', () => {
  it('keeps what was written, or goes back to what was saved', async () => {
    const simulator = await configured();
    const { router } = simulator;
    router.save();
    const saved = router.snapshot();
    await router.run(['/system/identity/set', '=name=later']);
    router.reboot();
    expect(router.snapshot()['/system/identity']).toEqual([{ name: 'later' }]);
    router.reboot({ lose: true });
    expect(router.compare(saved)).toEqual([]);
    await simulator.stop();
  });
});
