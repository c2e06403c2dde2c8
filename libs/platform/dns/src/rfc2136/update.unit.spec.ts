import { describe, expect, it } from '@jest/globals';
import type { FoundRecord, OwnedRecord } from '../name-server.ts';
import { CLASS, type ResourceRecord, TYPE } from '../wire/message.ts';
import { putOf, removeOf } from './update.ts';

const wanted: OwnedRecord = {
  ...{ name: 'web.dc1.example', type: 'A', values: ['172.16.150.7'], ttl: 300, owner: 'net-1' },
};
const MARK = '_ferrule-a.web.dc1.example';
const found = (more: Partial<FoundRecord>): FoundRecord => ({
  ...{ name: wanted.name, type: 'A', values: ['10.0.0.1'], ttl: 60, owner: undefined },
  ...more,
});
const shortly = (records: readonly ResourceRecord[]) =>
  records.map(({ name, type, class: kind, data }) => {
    const is = { [CLASS.none]: 'not', [CLASS.any]: 'all' }[kind] ?? 'this';
    return `${is} ${String(type)} ${name}${data.length > 0 ? ` ${data.toString('latin1')}` : ''}`;
  });
const OURS = `this ${TYPE.TXT} ${MARK} \u001eheritage=ferrule,network=net-1`;
const VALUE = `this ${TYPE.A} ${wanted.name} \u00ac\u0010\u0096\u0007`;

describe('an update lets the server check', () => {
  it('that nobody has the name, by this type or as an alias, before it makes a record', () => {
    for (const there of [undefined, found({}), found({ owner: 'net-2' })]) {
      const { prerequisites, changes } = putOf(wanted, there);
      expect(shortly(prerequisites)).toEqual([
        ...[`not ${TYPE.TXT} ${MARK}`, `not ${TYPE.A} ${wanted.name}`],
        `not ${TYPE.CNAME} ${wanted.name}`,
      ]);
      expect(shortly(changes)).toEqual([VALUE, OURS]);
    }
  });

  it('that it is ours still, before it changes or removes a record', () => {
    const change = putOf(wanted, found({ owner: 'net-1' }));
    expect(shortly(change.prerequisites)).toEqual([OURS]);
    expect(shortly(change.changes)).toEqual([`all ${TYPE.A} ${wanted.name}`, VALUE]);
    const removal = removeOf(wanted, 'net-1');
    expect(shortly(removal.prerequisites)).toEqual([OURS]);
    expect(shortly(removal.changes)).toEqual([
      ...[`all ${TYPE.A} ${wanted.name}`, `all ${TYPE.TXT} ${MARK}`],
    ]);
  });

  it('that it has our value and nobody marked it, before it takes it for our own again', () => {
    const lost = found({ values: wanted.values });
    const { prerequisites, changes } = putOf({ ...wanted, adopts: true }, lost);
    expect(shortly(prerequisites)).toEqual([`not ${TYPE.TXT} ${MARK}`, VALUE]);
    expect(shortly(changes)).toEqual([`all ${TYPE.A} ${wanted.name}`, VALUE, OURS]);
  });
});
