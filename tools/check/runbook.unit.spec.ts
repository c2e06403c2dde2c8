import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codesIn, explainedIn } from './runbook.ts';
import { sources } from './sources.ts';

const root = join(import.meta.dirname, '../..');

describe('the runbook', () => {
  it('tells of every code that a service can answer', async () => {
    const codes = codesIn(sources(root));
    const explained = explainedIn(
      await readFile(join(root, 'docs/troubleshooting-runbook.md'), 'utf8'),
    );
    expect(codes.size).toBeGreaterThan(100);
    const missing = [...codes].filter(([code]) => !explained.has(code));
    expect(missing.map(([code, paths]) => `${code}: ${paths[0] ?? ''}`)).toEqual([]);
  });

  it('has for each failure of a job what it means, how to look and what to do', async () => {
    const text = await readFile(join(root, 'docs/troubleshooting-runbook.md'), 'utf8');
    const sections = text.split(/^### /mu).slice(1);
    expect(sections.length).toBeGreaterThan(15);
    for (const section of sections) {
      const [code] = section.split('\n');
      for (const part of ['**Means**', '**Look**', '**Do**'])
        expect([code, part, section.includes(part)]).toEqual([code, part, true]);
    }
  });
});

describe('the codes of the sources', () => {
  it('are words in capitals that are quoted, or that a table gives a status', () => {
    const at = (path: string, text: string) => [...codesIn([{ path, text }]).keys()];
    expect(at('apps/a/src/x.ts', "throw new Rejection('NO_SUCH_THING', 'x')")).toEqual([
      'NO_SUCH_THING',
    ]);
    expect(at('apps/a/src/x.ts', '  NO_LUCK: 409,\n')).toEqual(['NO_LUCK']);
    expect(at('apps/a/src/x.spec.ts', "'NO_SUCH_THING'")).toEqual([]);
    expect(at('apps/a/src/x.ts', "'NEEDS_OPERATOR' 'CMD_IPAM' 'Plain'")).toEqual([]);
    expect([...explainedIn('### A_B\n| `C_D`, `E` | x |\n| code | `F_G` |\n')]).toEqual([
      ...['A_B', 'C_D', 'E'],
    ]);
  });
});
