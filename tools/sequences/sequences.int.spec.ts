import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from '../check/build.ts';
import { root } from '../check/program.ts';
import { Asker } from './asker.ts';
import { discrepanciesIn } from './discrepancies.ts';
import { type Ground, startGround } from './ground.ts';
import { readOptions } from './options.ts';
import { play } from './play.ts';
import { sequenceOf } from './sequence.ts';

const TIMEOUT = 300_000;

describe('random sequences', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(sequenceOf(5)).toEqual(sequenceOf(5));
    expect(sequenceOf(5)).not.toEqual(sequenceOf(6));
  });

  it('are counted and seeded by whole numbers', () => {
    expect(readOptions(['--runs', '3'], 9)).toMatchObject({ runs: 3, seed: 9, lanes: 8 });
    for (const wrong of ['0', '-1', '1.5', 'many'])
      expect(() => readOptions([`--runs=${wrong}`], 9)).toThrow('--runs is a whole number');
  });

  it(
    'never overlap and lose nothing, while processes of the service are killed',
    async () => {
      const temporary = await mkdtemp(join(tmpdir(), 'ferrule-sequences-spec-'));
      const args = ['--runs', '24', '--seed', '7', '--kill-every', '12'];
      const child = spawn(process.execPath, ['tools/run.mjs', 'sequences/main', ...args], {
        cwd: root,
        env: { ...process.env, TMPDIR: temporary },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      const [code] = (await once(child, 'exit')) as [number | null];
      expect({ code, said }).toMatchObject({ code: 0 });
      expect(said).toMatch(/24 sequences of seed 7 in .* s: \d+ steps, 2 kills, all adds up/);
      // Not only refusals.
      expect(said).toMatch(/AddressAttached \d+,.*NetworkAllocated \d\d.*PrefixAllocated \d\d/);
      const left = (await readdir(temporary)).filter((name) => name.startsWith('ferrule'));
      expect(left).toEqual([]);
      await rm(temporary, { recursive: true, force: true });
    },
    TIMEOUT,
  );
});

describe('what does not add up', () => {
  const endings: (() => Promise<void>)[] = [];
  let ground: Ground;
  beforeAll(async () => {
    await build();
    ground = await startGround((end) => endings.unshift(end));
  }, TIMEOUT);
  afterAll(async () => {
    for (const end of endings) await end();
  }, TIMEOUT);

  it(
    'is found, whatever it is',
    async () => {
      const { database } = ground;
      const asker = new Asker(ground);
      await play(ground, asker, 0, 7);
      expect(await discrepanciesIn(database, 'r0')).toEqual([]);
      const data = { networkId: 'r0-n99', clientId: 'c', type: 'production', datacenter: 'r0' };
      await asker.have(
        { type: 'ReleaseNetwork', data: { networkId: 'r0-n98', reason: 'none there' } },
        'r0-early',
      );
      await asker.ask(
        { type: 'AllocateNetwork', data: { ...data, size: '/30', enableDHCP: true } },
        'r0-late',
      );
      const found = async (lie: string) => {
        const client = await database.connect();
        await client.query('begin');
        await client.query(lie);
        const what = await discrepanciesIn(client, 'r0');
        await client.query('rollback');
        client.release();
        return new Set(what.map((one) => one.what));
      };
      const held = `(select id from held where id = 'r0-n99')`;
      expect(
        await found(`delete from free_block f using space s where s.no = f.space and s.id = 'r0'`),
      ).toEqual(new Set(['the sum', 'the index']));
      expect(await found(`update space set allocated = allocated + 4 where id = 'r0'`)).toEqual(
        new Set(['the sum', 'the counters']),
      );
      expect(await found(`update vlan set network_id = null where network_id = 'r0-n99'`)).toEqual(
        new Set(['a VLAN']),
      );
      expect(await found(`update held set stream = 'network-r0-n98' where id = ${held}`)).toEqual(
        new Set(['the events have it', 'the events do not have it']),
      );
    },
    TIMEOUT,
  );
});
