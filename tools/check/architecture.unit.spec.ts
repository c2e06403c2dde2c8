import { describe, expect, it } from '@jest/globals';
import { adrIndex, architecture } from './architecture.ts';
import type { Source } from './sources.ts';

const file = (path: string, text = 'one\ntwo\nthree\n'): Source => ({ path, text });
const map = (text: string) => file('docs/ARCHITECTURE.md', text);
const tags = '["scope:shared", "type:kernel"]';
const kernel = [file('libs/kernel/package.json', tags), file('libs/kernel/README.md')];
const decision =
  '# 1. Postgres is the truth\n\n## Context\n\n## Decision\n\n## Consequences\n\n## What we gave up\n';

describe('the architecture check', () => {
  it('is content when the map names every project and each has a readme', () => {
    expect(architecture([map('`libs/kernel` messages'), ...kernel])).toEqual([]);
  });

  it('names a project that the map forgot, and one that the map invented', () => {
    expect(architecture([map('`libs/colonel` messages'), ...kernel])).toEqual([
      'docs/ARCHITECTURE.md does not name `libs/kernel`',
      'docs/ARCHITECTURE.md names `libs/colonel`, which does not exist',
    ]);
  });

  it('misses the map itself', () => {
    expect(architecture(kernel)).toEqual(['docs/ARCHITECTURE.md is missing']);
  });

  it('does not take a stub for a readme', () => {
    const stub = [
      file('libs/kernel/package.json', tags),
      file('libs/kernel/README.md', '# kernel'),
    ];
    expect(architecture([map('`libs/kernel`'), ...stub])).toHaveLength(1);
  });

  it.each(['[]', '["scope:shared"]', '["type:kernel"]', '["scope:a", "scope:b", "type:kernel"]'])(
    'refuses a project that the boundary rule cannot place: %s',
    (unplaced) => {
      const project = [file('libs/kernel/package.json', unplaced), file('libs/kernel/README.md')];
      expect(architecture([map('`libs/kernel`'), ...project])).toHaveLength(1);
    },
  );

  it('wants every decision whole, and its number once', () => {
    const whole = [map('`libs/kernel`'), ...kernel, file('docs/adr/0001-postgres.md', decision)];
    expect(architecture(whole)).toEqual([]);
    expect(architecture([...whole, file('docs/adr/0001-nats.md', decision)])).toHaveLength(1);
    const partial = file('docs/adr/0002-nats.md', decision.replace('## What we gave up\n', ''));
    expect(architecture([...whole, partial])).toEqual([
      'docs/adr/0002-nats.md lacks its section "## What we gave up"',
    ]);
  });

  it('lists decisions by number with their titles', () => {
    const files = [
      file('docs/adr/0002-nats.md', decision),
      file('docs/adr/0001-postgres.md', decision),
    ];
    expect(adrIndex(files)).toContain(
      '- [0001](0001-postgres.md) Postgres is the truth\n- [0002](0002-nats.md) Postgres is the truth\n',
    );
  });
});
