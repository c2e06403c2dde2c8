import { describe, expect, it } from '@jest/globals';
import { hygiene } from './hygiene.ts';

const at = (path: string, text: string) => hygiene([{ path, text }]);

describe('hygiene', () => {
  it('lets an ordinary file pass', () => {
    expect(
      at('libs/kernel/src/message.ts', 'export const path = "/var/lib/ferrule/work";'),
    ).toEqual([]);
  });

  it.each(['work', 'root', 'home/ann', 'Users/ann'])('names a path under /%s', (folder) => {
    expect(at('README.md', `first\nsee \`/${folder}/main/x\``)).toEqual([
      'README.md:2: a path of one machine means nothing on another',
    ]);
  });

  it('refuses a registry host in the lock file, and a link within the workspace not', () => {
    expect(at('package-lock.json', '"resolved": "libs/kernel"')).toEqual([]);
    expect(at('package-lock.json', '"resolved": "https://mirror/x.tgz"')).toHaveLength(1);
  });

  it('wants to know what must happen before a deferred task', () => {
    const task = ['TO', 'DO'].join('');
    expect(at('a.ts', `// ${task}: later`)).toHaveLength(1);
    expect(at('a.ts', `// ${task}(when the gateway answers): ask it`)).toEqual([]);
  });

  it('wants a reason for every disabled rule, on whatever comment it is written', () => {
    const disable = ['eslint-', 'disable'].join('');
    expect(at('a.ts', `/* ${disable} */`)).toHaveLength(1);
    expect(at('a.ts', `// ${disable}-next-line no-console`)).toHaveLength(1);
    expect(at('a.ts', `// ${disable}-line no-console -- the terminal is the product`)).toEqual([]);
  });

  it('refuses names that say nothing and names that are not kebab-case', () => {
    expect(at('libs/ipam/domain/src/utils/pool.ts', '')).toHaveLength(1);
    expect(at('libs/ipam/domain/src/types.ts', '')).toHaveLength(1);
    expect(at('libs/ipam/domain/src/addressPool.ts', '')).toHaveLength(1);
  });

  it('notices a merge that was left half done', () => {
    expect(at('a.md', `${'<'.repeat(7)} HEAD`)).toHaveLength(1);
  });
});
