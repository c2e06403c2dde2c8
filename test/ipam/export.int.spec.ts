import { beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { useEdge } from './edge.ts';

const { call, text } = useEdge();

const HEAD = 'kind,prefix,space,vrf,id,tenant,client,type,vlan,dhcp,description,tags,fields';

beforeAll(async () => {
  const prefix = { spaceId: 'DC1-production', prefixId: 'p', prefix: '172.16.9.0/24' };
  await call('POST', '/ipam/prefixes', {
    ...{ ...prefix, description: 'say "hello", they said', tags: ['a', 'b'] },
    fields: { rack: 'b, 12' },
  });
  const wish = { clientId: 'acme', datacenter: 'DC1', size: '/24', subnet: '172.16.5.0/24' };
  await call('POST', '/networks/allocate', { ...wish, vlanId: 150, enableDHCP: false });
});

describe('an export', () => {
  it('is a sheet, with cells as RFC 4180 quotes them', async () => {
    const { headers, body } = await text('/ipam/export?kind=prefix');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(body.split('\r\n')).toEqual([
      HEAD,
      'prefix,172.16.9.0/24,DC1-production,default,p,demo,,,,,"say ""hello"", they said",a;b,' +
        '"{""rack"":""b, 12""}"',
      '',
    ]);
  });

  it('is a document, or one a line, in which what is empty is absent', async () => {
    const network = {
      ...{ kind: 'network', prefix: '172.16.5.0/24', space: 'DC1-production', vrf: 'default' },
      ...{ tenant: 'demo', client: 'acme', type: 'production', vlan: '150', dhcp: 'false' },
    };
    const lines = (await text('/ipam/export?format=ndjson')).body.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      network,
      { kind: 'prefix', tags: 'a;b', fields: '{"rack":"b, 12"}' },
    ]);
    const { body } = await text('/ipam/export?format=json&space=DC1-production');
    expect(JSON.parse(body)).toHaveLength(2);
    expect(JSON.parse((await text('/ipam/export?format=json&space=DC2-production')).body)).toEqual(
      [],
    );
  });

  it('goes in again elsewhere as it came out', async () => {
    const { body } = await text('/ipam/export?format=ndjson');
    const lines = body
      .trim()
      .split('\n')
      .map((line, n) => ({ line: n + 1, values: JSON.parse(line) as Record<string, string> }))
      // Here both are there already: so they go where nothing is, under another name.
      .map(({ line, values }) => ({
        line,
        values: {
          ...values,
          ...{ id: `again-${line}`, space: 'DC2-production' },
          prefix: String(values['prefix']).replace('172.16.', '172.20.'),
        },
      }));
    const staged = await call('POST', '/ipam/imports/again/lines', { lines });
    expect(staged.body).toMatchObject({ lines: 2, faulty: 0 });
    await call('POST', '/ipam/imports/again/commit');
    await until(
      async () => (await call('GET', '/ipam/imports/again')).body['status'] === 'committed',
    );
    const again = (await text('/ipam/export?format=ndjson&space=DC2-production')).body;
    expect(again.trim().split('\n')).toEqual(lines.map(({ values }) => JSON.stringify(values)));
  });

  it('of what is no format is refused before it begins', async () => {
    for (const query of ['format=xml', 'kind=address', 'space=a.b', 'colour=red']) {
      const { status, body } = await call('GET', `/ipam/export?${query}`);
      expect([status, body['field']]).toEqual([400, query.split('=')[0]]);
    }
  });
});
