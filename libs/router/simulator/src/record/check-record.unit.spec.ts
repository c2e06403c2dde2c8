import { describe, expect, it } from '@jest/globals';
import { checkRecord, type References } from './check-record.ts';

const references: References = {
  newest: {
    '/ip/address': {
      kind: 'list',
      cmds: ['add', 'print', 'remove', 'set'],
      args: { address: { m: 1 }, interface: { m: 1 }, comment: {} },
      other: { 'make-static': ['as'] },
    },
  },
  byVersion: {
    '7.16.2': { '/ip/address': { kind: 'list', cmds: ['add', 'print'], add: ['address'] } },
  },
};
const found = (profile: string, command: string, ...names: readonly string[]) =>
  checkRecord([{ profile, command, names }], references);

describe('a recorded command', () => {
  it('is what a router of its version understands', () => {
    expect(found('7.24', '/ip/address/add', 'address', 'comment', 'interface')).toEqual([]);
    expect(found('7.24', '/ip/address/print', '.proplist')).toEqual([]);
    expect(found('7.24', '/ip/address/make-static', 'as')).toEqual([]);
    expect(found('7.16', '/ip/address/add', 'address')).toEqual([]);
    expect(found('7.24', '/cancel', 'tag')).toEqual([]);
  });

  it('is found when it names a menu, a verb or an argument that the version does not have', () => {
    expect(found('7.24', '/ip/adress/add')).toEqual(['7.24: no such menu: /ip/adress']);
    expect(found('7.24', '/ip/address/move', '.id')).toEqual(['7.24: no move in /ip/address']);
    expect(found('7.24', '/ip/address/make-static', 'at')).toEqual([
      '7.24: /ip/address/make-static takes no at',
    ]);
    expect(found('7.16', '/ip/address/add', 'address', 'comment')).toEqual([
      '7.16: /ip/address/add takes no comment',
    ]);
    expect(found('7.17', '/ip/address/add', 'address')).toEqual([
      '7.17: no such menu: /ip/address',
    ]);
  });

  it('is found when an argument is missing that the router insists on', () => {
    expect(found('7.24', '/ip/address/add', 'address')).toEqual([
      '7.24: /ip/address/add needs interface',
    ]);
  });
});
