import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { ferrule } = useEdge();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-how-to-'));
  await writeFile(join(folder, 'sheet.csv'), 'prefix,description\n172.16.9.0/24,old lab\n');
});
afterAll(() => rm(folder, { recursive: true }));

it('how an address space is planned can be typed as it is written, from top to bottom', async () => {
  const file = join(import.meta.dirname, '../../docs/how-to/plan-your-address-space.md');
  const lines = (await readFile(file, 'utf8')).matchAll(/^ {4}ferrule (.+)$/gmu);
  let typed = 0;
  for (const [, line = ''] of lines) {
    const words = line.replace(/\b(sheet|plan)\.csv\b/u, (name) => join(folder, name)).split(' ');
    const { code, err } = await ferrule(words);
    expect([line, code, err]).toEqual([line, 0, expect.not.stringMatching(/^ferrule:/u)]);
    typed += 1;
  }
  expect(typed).toBeGreaterThan(25);
  const exported = await readFile(join(folder, 'plan.csv'), 'utf8');
  expect(exported).toContain('reservation,172.24.0.0/24,DC1-lab');
}, 300_000);
