import { describe, expect, it } from '@jest/globals';
import type { Fault } from './fault.ts';
import { readFault } from './read-fault.ts';

describe('what is asked for as a fault', () => {
  const good: readonly Fault[] = [
    { do: 'silence' },
    { do: 'refuse', path: '/ip/firewall/*', verb: 'add', nth: 3, category: 0 },
    { do: 'latency', ms: 20, connection: 2 },
    { do: 'say', sentences: [['!trap', '=message=x']], run: false },
  ];

  it.each(good)('is taken as it is when it is right: %j', (fault) => {
    expect(readFault(fault)).toEqual(fault);
  });

  it.each([
    [[], 'a fault is an object such as {"do":"silence","path":"/ip/address"}'],
    [{ path: '/ip' }, /^do must be one of delay, .*, split, not undefined$/u],
    [{ do: 'toString' }, /^do must be one of/u],
    [{ do: 'delay' }, 'delay needs ms'],
    [{ do: 'delay', ms: -1 }, 'ms of delay must be a whole number from 0 to 86400000, not -1'],
    [
      { do: 'refuse', nth: '2' },
      'nth of refuse must be a whole number from 1 to 86400000, not "2"',
    ],
    [{ do: 'refuse', paht: '/ip' }, /^refuse has no paht: take connection, user, path,/u],
    [{ do: 'refuse', path: 'ip address' }, /^path of refuse must be a menu such as/u],
    [{ do: 'latency', ms: 1, path: '/ip' }, /^latency has no path/u],
    [{ do: 'split' }, 'split needs size or lastByteApart'],
    [{ do: 'say', sentences: ['!done'] }, /^sentences of say must be a list of sentences/u],
    [{ do: 'tags', order: 'middle' }, /^order of tags must be one of first, last, alternate/u],
  ])('is refused in one sentence when it is wrong: %j', (value, message) => {
    expect(() => readFault(value)).toThrow(message);
  });
});
