import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUTER_EXAMPLE } from '@ferrule/inventory-contracts';
import { leakGuard } from '@ferrule/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';

leakGuard();

const api = useAnsweringApi();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-router-'));
});
afterAll(() => rm(folder, { recursive: true }));

const written = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
};
const sent = () =>
  api.seen.map(({ line, body }) => [line, body === '' ? null : (JSON.parse(body) as object)]);

const REGISTER = 'router register dc1-r1 --dc DC1 --address 10.255.1.1 --user ferrule';
const POST = 'POST /api/v1/routers';
const order = {
  ...{ name: 'dc1-r1', address: '10.255.1.1', datacenter: 'DC1', user: 'ferrule' },
  routerId: 'dc1-r1',
};

describe('router register', () => {
  it('asks for the password, or reads it, and never shows it', async () => {
    api.answers = { [POST]: [{ status: 201, body: ROUTER_EXAMPLE }] };
    const typed = await api.run(REGISTER, { typed: 'hunter 22' });
    const piped = await api.run(`${REGISTER} --password-file -`, { input: 'hunter 22\n' });
    const file = await written('secret', 'hunter 22\r\n');
    const read = await api.run(`${REGISTER} --password-file ${file}`);
    for (const ran of [typed, piped, read]) {
      expect([ran.code, ran.err]).toEqual([0, '']);
      expect(ran.out).toContain('dc1-r1 of DC1 is active');
      expect(ran.out).not.toContain('hunter');
    }
    expect(sent()).toEqual(Array(3).fill([POST, { ...order, password: 'hunter 22' }]));
  });

  it('takes what is in a file, over which options win', async () => {
    api.answers = { [POST]: [{ status: 201, body: ROUTER_EXAMPLE }] };
    const file = await written(
      'r1.json',
      JSON.stringify({ ...order, routerId: 'other', name: 'edge-1', address: '10.9.9.9' }),
    );
    const more = '--no-tls --pair edge --role primary --dialect 7.24';
    await api.run(`${REGISTER} --file ${file} ${more}`, { typed: 'x' });
    expect(sent()).toEqual([
      [
        POST,
        {
          ...{ ...order, name: 'edge-1', password: 'x', port: 8728, dialect: '7.24' },
          ...{ tls: { enabled: false }, pair: { name: 'edge', role: 'primary' } },
        },
      ],
    ]);
  });

  it('sends nothing when nobody is there to type, or what was typed is not whole', async () => {
    for (const [line, err] of [
      [REGISTER, /^ferrule: nobody is there to type it: .*--password-file/u],
      [`${REGISTER} --pair edge`, /^ferrule: --pair and --role go together\.$/u],
      [`${REGISTER} --password-file /nowhere`, /^ferrule: --password-file \/nowhere: ENOENT/u],
      [`${REGISTER} --file /nowhere`, /^ferrule: \/nowhere cannot be read: ENOENT/u],
      [`${REGISTER} --file ${await written('list', '[]')}`, /must hold a JSON object\.$/u],
    ] as const)
      expect(await api.run(line)).toMatchObject({ code: 2, err: expect.stringMatching(err) });
    expect(api.seen).toEqual([]);
  });
});

describe('router configure', () => {
  it('sends what changes and nothing else', async () => {
    const PATCH = 'PATCH /api/v1/routers/dc1-r1';
    api.answers = { [PATCH]: [{ body: ROUTER_EXAMPLE }] };
    await api.run('router configure dc1-r1 --address 10.255.1.9 --no-pair');
    await api.run('router configure dc1-r1 --fingerprint AA:BB');
    expect(sent()).toEqual([
      [PATCH, { address: '10.255.1.9', pair: null }],
      [PATCH, { tls: { enabled: true, fingerprint256: 'AA:BB' } }],
    ]);
    expect((await api.run('router configure dc1-r1')).code).toBe(2);
  });
});

describe('router rotate', () => {
  it('sends another password of the same user', async () => {
    const PUT = 'PUT /api/v1/routers/dc1-r1/credentials';
    api.answers = {
      'GET /api/v1/routers/dc1-r1': [{ body: ROUTER_EXAMPLE }],
      [PUT]: [{ body: ROUTER_EXAMPLE }],
    };
    expect((await api.run('router rotate dc1-r1 --json', { typed: 'new' })).code).toBe(0);
    await api.run('router rotate dc1-r1 --user admin --password-file -', { input: 'other' });
    expect(sent().slice(1)).toEqual([
      [PUT, { user: 'ferrule', password: 'new' }],
      [PUT, { user: 'admin', password: 'other' }],
    ]);
  });
});
