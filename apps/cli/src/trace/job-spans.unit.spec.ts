import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jobIdOf } from '@ferrule/provisioning-contracts';
import { findTraces } from './job-spans.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

const span = (trace: string, id: string, attributes: object = {}) =>
  JSON.stringify({
    trace,
    span: id,
    service: 'api',
    name: id,
    kind: 'internal',
    start: '2026-11-20T10:00:00.000Z',
    ms: 1,
    status: 'ok',
    attributes,
  });
const command = (publisher: string, message: string) => ({
  'messaging.destination.name': `cmd.provisioning.network.provision.${publisher}`,
  'messaging.message.id': message,
});
const idsOf = (traces: Awaited<ReturnType<typeof findTraces>>) =>
  traces.map((spans) => spans.map(({ span: id }) => id).sort());

it('finds a job by the command that it came from, with every span of that trace and no other', async () => {
  const file = join(folder, 'spans.ndjson');
  await writeFile(
    file,
    [
      span('t1', 'request'),
      span('t1', 'send', command('api', 'm1')),
      span('t2', 'other', command('api', 'm2')),
      span('t3', 'same id, another publisher', command('billing', 'm1')),
      '{"trace":"t1","spa',
    ].join('\n'),
  );
  expect(idsOf(await findTraces(file, jobIdOf('api', 'm1')))).toEqual([['request', 'send']]);
  expect(idsOf(await findTraces(file, 't2'))).toEqual([['other']]);
  expect(await findTraces(file, 'job-unknown')).toEqual([]);
});

it('finds both traces of a command that was sent twice, also in the file that grew too large', async () => {
  const file = join(folder, 'rotated.ndjson');
  await writeFile(`${file}.1`, `${span('t1', 'a', command('api', 'm'))}\n`);
  await writeFile(file, `${span('t2', 'b', command('api', 'm'))}\n${span('t1', 'late')}\n`);
  expect(idsOf(await findTraces(file, jobIdOf('api', 'm')))).toEqual([['a', 'late'], ['b']]);
});

it('says where it looked when there is no such file', async () => {
  await expect(findTraces(join(folder, 'nowhere'), 'job-1')).rejects.toThrow(
    /there are no spans in .*nowhere/u,
  );
});
