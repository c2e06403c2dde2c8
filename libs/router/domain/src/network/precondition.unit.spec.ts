import { describe, expect, it } from '@jest/globals';
import type { RouterFailure } from '@ferrule/router-contracts';
import type { Answer } from '../stage/dialogue.ts';
import { checkPreconditions } from './precondition.ts';
import type { Precondition } from './precondition.ts';

const failure = (field: string): RouterFailure => ({
  code: 'WISH_REFUSED',
  message: `no ${field}`,
  field,
  suggestion: null,
});

const uplink: Precondition = {
  path: '/interface',
  query: ['?name=ether1'],
  expects: { kind: 'rows', atLeast: 2 },
  failure: failure('uplink'),
};
const free: Precondition = {
  path: '/interface/vlan',
  query: ['?vlan-id=150'],
  expects: { kind: 'no-rows' },
  failure: failure('vlanId'),
};
const room: Precondition = {
  path: '/interface',
  query: ['?name=ether1'],
  expects: { kind: 'number', attribute: 'l2mtu', atLeast: 1504 },
  failure: failure('mtu'),
};

const found = (...rows: readonly Readonly<Record<string, string>>[]): Answer => ({
  reply: { rows },
});

const checked = (preconditions: readonly Precondition[], ...answers: readonly Answer[]) => {
  const dialogue = checkPreconditions(preconditions);
  dialogue.next();
  return dialogue.next(answers).value;
};

describe('preconditions', () => {
  it('are read side by side, no more of a row than they need, and nothing is written', () => {
    expect(checkPreconditions([uplink, room]).next().value).toEqual({
      commands: [
        {
          command: '/interface/print',
          attributes: { '.proplist': '.id' },
          query: ['?name=ether1'],
        },
        {
          command: '/interface/print',
          attributes: { '.proplist': '.id,l2mtu' },
          query: ['?name=ether1'],
        },
      ],
      writes: false,
    });
  });

  it.each<[string, Precondition, readonly Readonly<Record<string, string>>[], boolean]>([
    ['enough rows', uplink, [{}, {}], true],
    ['too few rows', uplink, [{}], false],
    ['no row where there must be none', free, [], true],
    ['a row where there must be none', free, [{}], false],
    ['a number that is enough', room, [{ l2mtu: '1504' }], true],
    ['a number that is not', room, [{ l2mtu: '1503' }], false],
    ['one number of several that is not', room, [{ l2mtu: '9000' }, { l2mtu: '1503' }], false],
    ['a port that has no such limit', room, [{ '.id': '*1' }], true],
  ])('hold or not: %s', (_, precondition, rows, holds) => {
    expect(checked([precondition], found(...rows))).toBe(holds ? null : precondition.failure);
  });

  it('fail with the first that does not hold', () => {
    expect(checked([uplink, free, room], found({}, {}), found({}), found({ l2mtu: '1' }))).toBe(
      free.failure,
    );
  });

  it('are not taken for granted when the router does not answer', () => {
    expect(checked([free], { unknown: 'TIMED_OUT' })).toMatchObject({ code: 'ROUTER_UNREACHABLE' });
    expect(checked([free], { trap: { message: 'no such command', category: null } })).toMatchObject(
      { code: 'ROUTER_REFUSED', message: '/interface/vlan: no such command' },
    );
    expect(checked([free], { unsent: failure('late') })).toEqual(failure('late'));
    expect(checked([free])).toBe(free.failure);
  });
});
