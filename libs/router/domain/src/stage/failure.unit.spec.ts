import { describe, expect, it } from '@jest/globals';
import type { Change } from '@ferrule/router-contracts';
import { applyStage } from './apply-stage.ts';
import type { Answer } from './dialogue.ts';

/** Applies one change to a router that has nothing, and refuses every write in these words. */
const refusedWith = (change: Change, message: string) => {
  const dialogue = applyStage({ phase: 6, changes: [change] });
  let step = dialogue.next();
  while (step.done !== true) {
    const { commands, writes } = step.value;
    const answer: Answer = writes ? { trap: { message, category: null } } : { reply: { rows: [] } };
    step = dialogue.next(commands.map(() => answer));
  }
  return step.value;
};

describe('what a router says when it refuses a write', () => {
  const peer = (key: string): Change => ({
    path: '/routing/bgp/connection',
    before: null,
    after: { name: 'dc2', 'tcp-md5-key': key, comment: 'nnc-provisioned-dc-DC1' },
    critical: true,
  });

  it('is told in its own words', () => {
    expect(refusedWith(peer('hunter22'), 'failure: out of luck').failure?.message).toBe(
      'the router refused /routing/bgp/connection: failure: out of luck',
    );
  });

  it('is told without the secrets that it repeats', () => {
    const outcome = refusedWith(peer('hunter22'), 'invalid value hunter22 for tcp-md5-key');
    expect(outcome.failure?.message).toContain('invalid value … for tcp-md5-key');
    expect(JSON.stringify(outcome)).not.toContain('hunter22');
  });

  it('is not cut to pieces for want of a secret', () => {
    expect(refusedWith(peer(''), 'failure: no').failure?.message).toContain(': failure: no');
  });
});

describe('a row that somebody else has', () => {
  const vlan: Change = {
    path: '/interface/vlan',
    before: null,
    after: {
      name: 'vlan150',
      interface: 'sfp1',
      'vlan-id': '150',
      comment: 'nnc-provisioned-net-1',
    },
    critical: true,
  };
  const told = (comment: string): string | undefined => {
    const dialogue = applyStage({ phase: 1, changes: [vlan] });
    const row = { '.id': '*1', name: 'vlan150', interface: 'sfp1', 'vlan-id': '150', comment };
    let step = dialogue.next();
    while (step.done !== true) {
      const { commands } = step.value;
      step = dialogue.next(commands.map((): Answer => ({ reply: { rows: [row] } })));
    }
    return step.value.failure?.message;
  };

  it('is told by its comment, unless that is the tag of another network', () => {
    expect(told('office')).toMatch(/somebody else's \(its comment is office\)$/);
    expect(told('')).toMatch(/somebody else's \(it has no comment\)$/);
    expect(told('nnc-provisioned-net-2')).toMatch(/somebody else's \(it has the tag of another\)$/);
  });
});
