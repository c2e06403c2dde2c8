import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { ferrule, query } = useEdge();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-sheet-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sheet = async (...lines: readonly string[]): Promise<string> => {
  const file = join(folder, 'sheet.csv');
  await writeFile(file, ['prefix,description', ...lines].join('\n'));
  return file;
};
const held = async () => (await query('select count(*)::integer as n from held'))[0]?.['n'];
const subnets = (count: number) =>
  Array.from({ length: count }, (_, n) => `172.16.${n}.0/24,"n, ${n}"`);

it('a sheet with a broken line in the middle changes nothing, and says which line', async () => {
  const list = subnets(250);
  const file = await sheet(...list.with(120, '172.16.120.1/24,host bits'));
  for (const what of ['check', 'commit']) {
    const { code, out, err } = await ferrule(`ipam import ${what} ${file}`);
    expect([code, out.split('\n')[1]]).toEqual([1, expect.stringMatching(/^122 +prefix /)]);
    expect(err).toContain('1 of 250 lines are wrong; nothing was changed.');
    expect(await held()).toBe(0);
  }
}, 60_000);

it('a sheet is put in place whole, and taken out again', async () => {
  const file = await sheet(...subnets(250));
  const checked = await ferrule(`ipam import check ${file}`);
  expect([checked.code, await held()]).toEqual([0, 0]);
  const done = await ferrule(`ipam import commit ${file} --id sheet`);
  expect([done.code, done.err]).toEqual([
    0,
    '250 lines are in place: ferrule ipam import undo sheet\n',
  ]);
  expect(await held()).toBe(250);
  const undone = await ferrule('ipam import undo sheet');
  expect([undone.code, await held()]).toEqual([0, 0]);
}, 60_000);

it('a file that is no sheet is the mistake of whoever typed it', async () => {
  const { code, err } = await ferrule(`ipam import check ${await sheet('a,b,c')}`);
  expect([code, err]).toEqual([2, expect.stringContaining('line 2: 3 cells, but 2 columns')]);
}, 60_000);
