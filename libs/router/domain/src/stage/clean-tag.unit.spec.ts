import { describe, expect, it } from '@jest/globals';
import { type Answer, cleanTag, dialectOf } from '@ferrule/router-domain';
import { converse, rows, stopped } from './spec-dialogue.ts';

const tag = 'nnc-provisioned-net-1';

describe('cleaning a tag', () => {
  const vlan = { '.id': '*1', name: 'vlan5', 'vlan-id': '5', interface: 'ether1', comment: tag };
  const clean = (write: Answer) => {
    let isGone = false;
    return converse(cleanTag(tag, dialectOf('7.24')), ({ command, query = [] }) => {
      if (command.endsWith('/remove')) isGone = 'reply' in write;
      if (!command.endsWith('/print')) return write;
      if (isGone || command !== '/interface/vlan/print') return rows();
      return query.length === 0 ? rows() : rows(vlan);
    }).result;
  };

  it('counts a row that is disabled first and then removed once', () => {
    expect(clean(rows()).rollback).toMatchObject({ TotalResources: 1 });
  });

  it('counts what is left when nothing is sent any more', () => {
    expect(clean(stopped)).toMatchObject({
      failure: { code: 'DEADLINE_EXCEEDED' },
      rollback: { TotalResources: 1, Removed: 0, Failed: 1, Errors: ['too late'] },
    });
  });
});
