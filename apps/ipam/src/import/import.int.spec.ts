import { describe, expect, it } from '@jest/globals';
import type { ImportLine } from '@ferrule/ipam-contracts';
import { until, useDatabase } from '@ferrule/testing';
import { ExportView } from '../holding/export.view.ts';
import { IPAM_DATABASE, useIpam } from '../spec-rig.ts';
import { ImportHandler } from './import.handler.ts';
import { ImportView } from './import.view.ts';

const ipam = useIpam(useDatabase(IPAM_DATABASE));
const view = () => ipam.instance().app.get(ImportView);

const lines = (...all: Record<string, string>[]): ImportLine[] =>
  all.map((values, n) => ({ line: n + 2, values }));
const stage = (importId: string, all: readonly ImportLine[]) =>
  ipam.run({ type: 'StageImport', data: { importId, lines: all } });
const commit = (importId: string) => ipam.run({ type: 'CommitImport', data: { importId } });
const ended = (importId: string, status: string) =>
  until(async () => (await view().report({ importId })).status === status, { timeout: 60_000 });
const faultsOf = async (importId: string) =>
  (await view().report({ importId })).faults.map(({ line, field, code }) => [line, field, code]);
const held = async () => {
  const rows = await ipam.query<{ n: number }>('select count(*)::integer as n from held');
  return rows[0]?.n;
};

const good = lines(
  {
    ...{ kind: 'network', prefix: '172.16.10.0/24', client: 'acme', vlan: '110', id: 'n-10' },
    ...{ dhcp: 'false', fields: '{"rack":"b, 12"}' },
  },
  { prefix: '172.16.20.0/24', description: 'old lab', tags: 'lab;old' },
  { kind: 'reservation', prefix: '172.16.30.0/24' },
  { kind: 'container', prefix: '172.16.64.0/20', id: 'box' },
);

describe('more imports at once than there are connections', () => {
  it('all come to their end, and others are served meanwhile', async () => {
    const ids = Array.from({ length: 16 }, (_, n) => `many-${n}`);
    for (const [n, id] of ids.entries())
      await stage(id, lines({ prefix: `172.20.${n}.0/24`, space: 'DC2-production' }));
    await Promise.all(ids.map(commit));
    const data = { prefixId: 'meanwhile', spaceId: 'DC2-production', kind: 'prefix' as const };
    expect(
      await ipam.run({ type: 'AllocatePrefix', data: { ...data, prefix: '172.20.200.0/24' } }),
    ).toHaveLength(1);
    for (const id of ids) await ended(id, 'committed');
    const undo = (importId: string) => ipam.run({ type: 'UndoImport', data: { importId } });
    await Promise.all(ids.map(undo));
    for (const id of ids) await ended(id, 'undone');
    await ipam.run({ type: 'ReleasePrefix', data: { prefixId: 'meanwhile', reason: 'done' } });
  }, 120_000);
});

describe('an import', () => {
  it('puts every line in place, and says so in the end', async () => {
    await stage('first', good);
    expect(await faultsOf('first')).toEqual([]);
    await commit('first');
    await ended('first', 'committed');
    expect(await view().report({ importId: 'first' })).toMatchObject({ lines: 4, done: 4 });
    expect(await ipam.query(`select id, kind, prefix from held order by prefix`)).toEqual([
      { id: 'n-10', kind: 'network', prefix: '172.16.10.0/24' },
      { id: 'first-3', kind: 'prefix', prefix: '172.16.20.0/24' },
      { id: 'first-4', kind: 'reservation', prefix: '172.16.30.0/24' },
      { id: 'box', kind: 'container', prefix: '172.16.64.0/20' },
    ]);
    expect(await ipam.query(`select type from event where stream = 'import-first'`)).toEqual([
      { type: 'ImportCommitted' },
    ]);
  });

  it('comes out as it went in', async () => {
    const exported = async () =>
      (await ipam.instance().app.get(ExportView).export({ limit: 1_000 })).lines;
    const out = await exported();
    expect(out.find(({ id }) => id === 'n-10')).toMatchObject({
      ...{ kind: 'network', vlan: '110', client: 'acme', prefix: '172.16.10.0/24' },
      ...{ vrf: 'default', dhcp: 'false', fields: '{"rack":"b, 12"}' },
    });
    expect(out.find(({ id }) => id === 'first-3')).toMatchObject({ tags: 'lab;old' });
    await ipam.run({ type: 'UndoImport', data: { importId: 'first' } });
    await ended('first', 'undone');
    expect(await exported()).toEqual([]);
    const renamed = out.map((values) => ({ ...values, id: `${String(values['id'])}-2` }));
    await stage('again', lines(...renamed));
    expect(await faultsOf('again')).toEqual([]);
    await commit('again');
    await ended('again', 'committed');
    expect(await exported()).toEqual(renamed);
  });

  it('is undone as a whole when somebody asks for it, and everything is free at once', async () => {
    await ipam.run({ type: 'UndoImport', data: { importId: 'again' } });
    await ended('again', 'undone');
    expect(await held()).toBe(0);
    expect(await ipam.query(`select block from free_block where space = 1`)).toEqual([
      { block: '172.16.0.0/16' },
    ]);
    expect(await ipam.query(`select 1 from vlan where network_id is not null`)).toEqual([]);
  });

  it('names what is wrong with every line, and changes nothing', async () => {
    await ipam.run({
      type: 'AllocatePrefix',
      data: {
        prefixId: 'there',
        spaceId: 'DC1-production',
        kind: 'prefix',
        prefix: '172.16.99.0/24',
      },
    });
    const before = await held();
    await stage(
      'bad',
      lines(
        { prefix: '172.16.1.0/24' },
        { prefix: '172.16.2.1/24' },
        { prefix: '172.16.3.0/33' },
        { prefix: '192.168.0.0/24' },
        { prefix: '172.16.1.128/25' },
        { prefix: '172.16.99.128/25' },
        { prefix: 'a broken, line' },
        { prefix: '172.16.5.0/24', kind: 'network', client: 'x', vlan: '0' },
        { prefix: '172.16.6.0/24', kind: 'network', client: 'x', vlan: '-7' },
        { prefix: '172.16.7.0/24', kind: 'network', client: 'x', vlan: '4095' },
        { prefix: '172.16.8.0/24', kind: 'network', vlan: '300' },
        { prefix: '172.16.9.0/24', tenant: 'nobody' },
        { prefix: '172.16.11.0/24', colour: 'red' },
        { prefix: '172.16.12.0/24', space: 'nowhere' },
        { prefix: '172.16.17.0/24', fields: '{"rack":' },
        { prefix: '172.16.18.0/24', tags: 'a,b' },
        { prefix: '172.16.19.0/24', kind: 'network', client: 'x', vlan: '500', dhcp: 'yes' },
        { prefix: '172.16.13.0/24', kind: 'network', client: 'x', vlan: '50' },
        { prefix: '172.16.14.0/24', id: 'there' },
        { prefix: '172.16.15.0/24', kind: 'network', client: 'x', vlan: '400' },
        { prefix: '172.16.16.0/24', kind: 'network', client: 'x', vlan: '400' },
      ),
    );
    expect(await faultsOf('bad')).toEqual([
      [3, 'prefix', 'PREFIX_INVALID'],
      [4, 'prefix', 'PREFIX_INVALID'],
      [5, 'prefix', 'PREFIX_OUTSIDE_POOLS'],
      [6, 'prefix', 'PREFIX_TWICE'],
      [7, 'prefix', 'PREFIX_NOT_FREE'],
      [8, 'prefix', 'PREFIX_INVALID'],
      [9, 'vlan', 'VLAN_INVALID'],
      [10, 'vlan', 'VLAN_INVALID'],
      [11, 'vlan', 'VLAN_INVALID'],
      [12, 'client', 'REQUIRED'],
      [13, 'tenant', 'TENANT_UNKNOWN'],
      [14, 'colour', 'UNKNOWN_COLUMN'],
      [15, 'space', 'SPACE_NOT_FOUND'],
      [16, 'fields', 'FIELDS_INVALID'],
      [17, 'tags', 'TAG_INVALID'],
      [18, 'dhcp', 'DHCP_INVALID'],
      [19, 'vlan', 'VLAN_NOT_FREE'],
      [20, 'id', 'ID_TAKEN'],
      [22, 'vlan', 'VLAN_TWICE'],
    ]);
    await expect(commit('bad')).rejects.toMatchObject({
      code: 'IMPORT_FAULTY',
      detail: { field: 'prefix' },
    });
    expect(await held()).toBe(before);
  });

  it('finds what meets across the chunks that it is staged in', async () => {
    await stage('chunks', [{ line: 1, values: { prefix: '172.16.40.0/24' } }]);
    await stage('chunks', [{ line: 2, values: { prefix: '172.16.40.0/25' } }]);
    expect(await faultsOf('chunks')).toEqual([[2, 'prefix', 'PREFIX_TWICE']]);
    await stage('chunks', [{ line: 2, values: { prefix: '172.16.41.0/25' } }]);
    expect(await faultsOf('chunks')).toEqual([]);
  });

  it('that meets what was allocated since it was checked is undone, whole', async () => {
    const many = Array.from({ length: 300 }, (_, n) => ({
      line: n + 1,
      values: { prefix: `172.20.${Math.floor(n / 2)}.${(n % 2) * 128}/25` },
    }));
    await stage('late', many);
    await ipam.run({
      type: 'AllocatePrefix',
      data: {
        prefixId: 'thief',
        spaceId: 'DC2-production',
        kind: 'prefix',
        prefix: '172.20.140.0/24',
      },
    });
    const before = await held();
    await commit('late');
    await ended('late', 'undone');
    expect(await held()).toBe(before);
    expect(await view().report({ importId: 'late' })).toMatchObject({ done: 0, faulty: 1 });
    expect(await faultsOf('late')).toEqual([[281, 'prefix', 'PREFIX_NOT_FREE']]);
    const story = await ipam.query<{ type: string }>(
      `select type from event where stream = 'import-late'`,
    );
    expect(story).toEqual([{ type: 'ImportUndone' }]);
  });

  it('can be asked for without being kept: what would it meet', async () => {
    const list = {
      importId: 'dry',
      lines: lines({ prefix: '172.16.99.0/24' }, { prefix: '172.16.50.0/24' }),
    };
    expect(await view().check({ tenant: 'acme', ...list })).toMatchObject({
      faults: [{ line: 2, field: 'prefix', code: 'PREFIX_NOT_FREE' }],
    });
    await expect(view().report({ importId: 'dry' })).rejects.toMatchObject({
      code: 'IMPORT_NOT_FOUND',
    });
  });

  it('belongs to its tenant', async () => {
    await stage('ours', lines({ prefix: '172.16.60.0/24' }));
    const handler = ipam.instance().app.get(ImportHandler);
    const meta = { correlationId: 'x', actor: 'eve', tenant: 'other' };
    await expect(
      handler.execute(
        { type: 'CommitImport', data: { importId: 'ours' } },
        { meta, once: { consumer: 'specs', message: 'foreign' } },
      ),
    ).rejects.toMatchObject({ code: 'NOT_THE_OWNER' });
  });
});
