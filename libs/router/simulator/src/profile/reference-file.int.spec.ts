import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatorRefusal } from '../refusal.ts';
import { startSimulator } from '../start-simulator.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'menus-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const written = (contents: string | Buffer) => {
  const file = join(directory, 'menus.json');
  writeFileSync(file, contents);
  return file;
};

const reference = JSON.stringify({
  '/app/settings': { kind: 'singleton', args: { 'auto-update': { t: 'bool' } } },
  '/app': {
    kind: 'list',
    args: {
      name: { t: 'string', m: 1 },
      network: { t: 'iface_enum' },
      mode: { t: 'enum (a | b)', v: ['a', 'b'] },
      level: { t: 'num [0 .. 3]' },
    },
    ro: { status: 'string' },
  },
  '/ip/address': { kind: 'list', args: { nothing: { t: 'bool' } } },
  '/do': { kind: 'other' },
});

describe('menus of a reference file', () => {
  it.each([['plain'], ['compressed']])('are served with generic behaviour: %s', async (how) => {
    const menus = written(how === 'plain' ? reference : gzipSync(reference));
    const { router, stop } = await startSimulator({ reference: menus });
    const add = (...words: string[]) => router.run(['/app/add', ...words]);
    await expect(add('=mode=a')).rejects.toThrow('missing value(s) of argument(s) name');
    await expect(add('=name=x', '=mode=c')).rejects.toThrow('does not match any value of mode');
    await expect(add('=name=x', '=level=4')).rejects.toThrow('value of level out of range (0..3)');
    await expect(add('=name=x', '=network=no')).rejects.toThrow('any value of network');
    await add('=name=x', '=mode=a', '=network=ether1');
    expect((await router.run(['/app/print'])).rows).toEqual([
      { '.id': '*1', name: 'x', mode: 'a', network: 'ether1' },
    ]);
    await router.run(['/app/settings/set', '=auto-update=yes']);
    expect((await router.run(['/app/settings/print'])).rows).toEqual([{ 'auto-update': 'true' }]);
    await stop();
  });

  it('do not replace what the simulator knows better', async () => {
    const { router, stop } = await startSimulator({ reference: written(reference) });
    await expect(router.run(['/ip/address/add', '=nothing=yes'])).rejects.toThrow(
      'unknown parameter nothing',
    );
    await stop();
  });

  it.each([[''], ['{}'], ['[]'], ['{"/app":3}']])('that are %j are refused', async (contents) => {
    await expect(startSimulator({ reference: written(contents) })).rejects.toThrow(
      SimulatorRefusal,
    );
  });
});
