import { until } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from './edge.ts';

const { call, query } = useEdge();

const SHEET = '/ipam/imports/sheet-1';
const lines = (...prefixes: readonly string[]) => ({
  lines: prefixes.map((prefix, index) => ({ line: index + 2, values: { prefix } })),
});
const held = async () => (await query('select prefix from held order by 1')).map(Object.values);
const ended = (status: string) =>
  until(async () => (await call('GET', SHEET)).body['status'] === status);

describe('an import', () => {
  it('with a broken line in the middle is refused as a whole, with its line, field and reason', async () => {
    const list = lines('172.16.1.0/24', '172.16.2.1/24', '172.16.3.0/24');
    const fault = { line: 3, field: 'prefix', code: 'PREFIX_INVALID' };
    const checked = await call('POST', '/ipam/imports/check', list);
    expect([checked.status, checked.body]).toMatchObject([200, { faults: [fault] }]);
    const staged = await call('POST', `${SHEET}/lines`, list);
    expect(staged.body).toMatchObject({ status: 'staged', lines: 3, faulty: 1, faults: [fault] });
    const { status, body } = await call('POST', `${SHEET}/commit`);
    expect([status, body]).toMatchObject([422, { code: 'IMPORT_FAULTY', field: 'prefix' }]);
    expect(body['detail']).toMatch(/^line 3: /);
    expect(await held()).toEqual([]);
  });

  it('is put in place once it is mended, and taken out again as one', async () => {
    const mended = { lines: [{ line: 3, values: { prefix: '172.16.2.0/24' } }] };
    expect((await call('POST', `${SHEET}/lines`, mended)).body).toMatchObject({ faulty: 0 });
    expect((await call('POST', `${SHEET}/commit`)).status).toBe(202);
    await ended('committed');
    expect(await held()).toEqual([['172.16.1.0/24'], ['172.16.2.0/24'], ['172.16.3.0/24']]);
    const late = await call('POST', `${SHEET}/lines`, mended);
    expect([late.status, late.body['code']]).toEqual([409, 'IMPORT_STATUS']);
    expect((await call('POST', `${SHEET}/undo`)).status).toBe(202);
    await ended('undone');
    expect(await held()).toEqual([]);
  });

  it('that nobody staged is missing', async () => {
    for (const [method, path] of [
      ['GET', '/ipam/imports/nope'],
      ['POST', '/ipam/imports/nope/commit'],
      ['POST', '/ipam/imports/nope/undo'],
    ] as const) {
      const { status, body } = await call(method, path);
      expect([status, body['code']]).toEqual([404, 'IMPORT_NOT_FOUND']);
    }
    const empty = await call('POST', `${SHEET}/lines`, { lines: [] });
    expect([empty.status, empty.body['field']]).toEqual([422, 'lines']);
  });
});
