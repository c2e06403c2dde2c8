import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BusConnection,
  commandStream,
  connectBus,
  DLQ,
  ensureTopology,
} from '@ferrule/messaging';
import { useNats } from '@ferrule/testing';
import { headers } from '@nats-io/transport-node';
import { ferrule } from '../spec-rig.ts';

const users = `authorization { users = [ { user: operator, password: secret } ] }`;
const nats = useNats({ config: users });
const COMMANDS = commandStream('CMD_IPAM', 'cmd.ipam.>');
let data: string;
let bus: BusConnection;

beforeAll(async () => {
  data = join(await mkdtemp(join(tmpdir(), 'ferrule-cli-')), 'dev');
  const passwords = `${data}-passwords.json`;
  await writeFile(passwords, '{"nats:operator":"secret"}');
  await writeFile(
    `${data}.claim.json`,
    JSON.stringify({ pid: process.pid, nats: nats.url, passwords }),
  );
  bus = await connectBus({ servers: nats.url, name: 'spec', user: 'operator', password: 'secret' });
});
afterAll(async () => {
  await bus.close();
  await rm(join(data, '..'), { recursive: true });
});

const run = (line: string) => ferrule(['--data', data, 'dead-letters', ...line.split(' ')]);

it('says that no service has started on a bus without a dead-letter stream', async () => {
  expect(await run('list')).toMatchObject({
    code: 1,
    err: expect.stringContaining('no dead-letter stream'),
  });
});

describe('dead letters', () => {
  beforeEach(async () => {
    const manager = await bus.manager();
    for await (const { config } of manager.streams.list())
      await manager.streams.delete(config.name);
    await ensureTopology(manager, { streams: [DLQ, COMMANDS] });
  });

  const bury = async (consumer: string, body: string): Promise<void> => {
    const marks = headers();
    const facts = {
      'ce-type': 'ferrule.AllocateNetwork.v1',
      'dlq-subject': 'cmd.ipam.network.allocate',
      'dlq-stream': 'CMD_IPAM',
      'dlq-stream-sequence': '1',
      'dlq-consumer': consumer,
      'dlq-deliveries': '6',
      'dlq-at': '2026-11-20T11:00:00.000Z',
      'dlq-reason': 'crashed or timed out 6 times',
    };
    for (const [name, value] of Object.entries(facts)) marks.set(name, value);
    await bus.jetstream.publish(`dlq.${consumer}`, body, { headers: marks });
  };
  const waiting = async () => (await (await bus.manager()).streams.info('CMD_IPAM')).state.messages;
  const left = async (): Promise<unknown> => {
    const { letters } = JSON.parse((await run('list --json')).out) as {
      letters: { body: string }[];
    };
    return letters.map(({ body }) => body);
  };

  it('are listed with their reason, all or those of one consumer, a page at a time', async () => {
    await bury('ipam', 'a');
    await bury('saga', 'b');
    await bury('saga', 'c');
    expect((await run('list --consumer ipam')).out.split('\n')).toEqual([
      'ID  TIME (UTC)               CONSUMER  TYPE                        TRIES  REASON',
      '1   2026-11-20 11:00:00.000  ipam      ferrule.AllocateNetwork.v1  6      crashed or timed out 6 times',
    ]);
    const page = await run('list --limit 2');
    expect([page.out.split('\n').length, page.err]).toEqual([3, '2 of 3; more with --after 2']);
    expect((await run('list --after 2')).out).toMatch(/\n3 .*saga/u);
  });

  it('are shown with headers and body, neither of which the terminal obeys', async () => {
    await bury('ipam', 'red\u001B[31m');
    const { code, out } = await run('show 1');
    expect(code).toBe(0);
    expect(out).toContain('crashed or timed out 6 times');
    expect(out).toContain('red�[31m');
    expect(await run('show 9')).toMatchObject({
      code: 1,
      err: 'ferrule: there is no dead letter 9.',
    });
  });

  it('are replayed one, of a consumer, or all', async () => {
    for (const [consumer, body] of [
      ['ipam', 'a'],
      ['saga', 'b'],
      ['ipam', 'c'],
      ['saga', 'd'],
    ] as const)
      await bury(consumer, body);
    expect((await run('replay 2')).out).toBe('2 → cmd.ipam.network.allocate');
    expect([await waiting(), await left()]).toEqual([1, ['a', 'c', 'd']]);
    expect((await run('replay --consumer ipam')).err).toBe('Replayed 2.');
    expect([await waiting(), await left()]).toEqual([3, ['d']]);
    expect((await run('replay --all')).err).toBe('Replayed 1.');
    expect([await waiting(), await left()]).toEqual([4, []]);
    expect(await run('replay 2')).toMatchObject({ code: 1 });
  });

  it('are deleted only when it is said which', async () => {
    for (const body of ['a', 'b', 'c']) await bury(body === 'b' ? 'saga' : 'ipam', body);
    expect(await run('purge')).toMatchObject({ code: 2 });
    expect((await run('purge 1')).err).toBe('Deleted 1.');
    expect(await left()).toEqual(['b', 'c']);
    expect((await run('purge --consumer saga')).err).toBe('Deleted 1.');
    expect(await left()).toEqual(['c']);
    expect((await run('purge --all')).err).toBe('Deleted 1.');
    expect([await left(), await waiting()]).toEqual([[], 0]);
  });
});

it('tells a refused password from a bus that is not there', async () => {
  process.env['FERRULE_CLI_NATS_PASSWORD'] = 'wrong';
  try {
    expect(await run('list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('refuses operator'),
    });
  } finally {
    delete process.env['FERRULE_CLI_NATS_PASSWORD'];
  }
  expect(await run('list --nats nats://127.0.0.1:9')).toMatchObject({ code: 3 });
});
