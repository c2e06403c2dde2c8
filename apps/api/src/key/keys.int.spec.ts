import type { KeyView } from '@ferrule/api-contracts';
import { DatabaseConfig, Secret } from '@ferrule/config';
import { PgEventStore } from '@ferrule/event-store';
import type { Problem } from '@ferrule/http';
import { migrate, openDatabase, poolOf, prepareDatabase } from '@ferrule/service';
import { useDatabase, until } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { migrations } from '../migrations/schema.ts';
import { type Storage, useEdge } from '../spec-edge.ts';
import { newSecret } from './key-text.ts';

const owner = { name: 'api_owner', password: 'owner' };
const service = { name: 'api', password: 'service' };

const database = useDatabase({
  name: 'api',
  migrate: async (url) => {
    const [ownerPassword, password] = [owner.password, service.password];
    await prepareDatabase(url, [{ schema: 'api', ownerPassword, password }]);
    const as = new URL(url);
    [as.username, as.password] = [owner.name, owner.password];
    await migrate({ url: as.toString(), schema: 'api', migrations });
  },
});

const storage = async (): Promise<Storage> => {
  const url = new Secret(database.urlFor(service));
  const dataSource = await openDatabase(Object.assign(new DatabaseConfig(), { url }), 'api', []);
  return { dataSource, store: new PgEventStore(poolOf(dataSource)) };
};

const key = { keyId: 'ada', secret: newSecret() };
/** Two instances of the service, on one database. */
const edge = useEdge({ storage, key });
const other = useEdge({ storage, key });

interface WithSecret {
  readonly key: KeyView;
  readonly secret: string;
}

const KEYS = '/api/v1/keys';

const issue = async (wish: object): Promise<WithSecret> => {
  const response = await edge.send('POST', KEYS, wish);
  expect(response.status).toBe(201);
  return (await response.json()) as WithSecret;
};
const keyOf = async (keyId: string): Promise<KeyView> =>
  (await (await edge.get(`${KEYS}/${keyId}`)).json()) as KeyView;
const statusWith = async (secret: string, at = edge): Promise<number> =>
  (await at.get('/api/v1/me', { authorization: `Bearer ${secret}` })).status;
const problemOf = async (response: Response): Promise<Problem> =>
  (await response.json()) as Problem;

/** Everything that is recorded, and everything else that is kept. */
const everything = async (): Promise<string> => {
  const pool = database.pool({ options: '-c search_path=api,public' });
  const { rows: events } = await pool.query('select type, body, meta from event order by pos');
  const { rows: keys } = await pool.query('select * from api_key, key_secret');
  return JSON.stringify([events, keys]);
};

describe('the first key', () => {
  it('is issued once at start, for everything, whichever instance is faster', async () => {
    const { keys } = (await (await edge.get(KEYS)).json()) as { keys: readonly KeyView[] };
    expect(keys).toMatchObject([
      { keyId: 'ada', name: 'ada', role: 'admin', tenants: null, createdBy: 'service:api' },
    ]);
    expect(await statusWith(edge.key, other)).toBe(200);
  });
});

describe('a key', () => {
  it('is issued with its secret, which is shown this once and kept nowhere', async () => {
    const expiresAt = '2100-01-01T00:00:00.000Z';
    const wish = { name: 'shop', role: 'operator', tenants: ['acme'], expiresAt };
    const { key: issued, secret } = await issue(wish);
    expect(issued).toMatchObject({
      ...{ ...wish, datacenters: null, status: 'active', createdBy: 'key:ada' },
      ...{ revokedAt: null, oldSecretUntil: null, lastUsedAt: null },
    });
    expect(secret).toMatch(new RegExp(`^fk_${issued.keyId}_[0-9a-f]{64}$`));
    expect(edge.faultsOf({ $ref: '#/components/schemas/Key' }, issued)).toEqual([]);
    expect(await keyOf(issued.keyId)).toEqual(issued);
    const kept = await everything();
    expect(kept).toContain('"KeyIssued"');
    expect(kept).not.toContain(secret.split('_')[2]);
  });

  it('lets its bearer in everywhere, and when it was used is noted', async () => {
    const { key: issued, secret } = await issue({ name: 'used', role: 'viewer' });
    expect(await statusWith(secret)).toBe(200);
    expect(await statusWith(secret, other)).toBe(200);
    await until(async () => (await keyOf(issued.keyId)).lastUsedAt !== null);
  });

  it('has a name of its own until it is revoked', async () => {
    const { key: issued } = await issue({ name: 'twice', role: 'viewer' });
    const again = await edge.send('POST', KEYS, { name: 'twice', role: 'viewer' });
    expect(await problemOf(again)).toMatchObject({ status: 409, code: 'KEY_NAME_TAKEN' });
    await edge.send('DELETE', `${KEYS}/${issued.keyId}`);
    await issue({ name: 'twice', role: 'viewer' });
  });

  it.each([
    ['another role', { name: 'x', role: 'root' }, 'role'],
    ['no name', { role: 'viewer' }, 'name'],
    ['a name with a line in it', { name: 'a\nb', role: 'viewer' }, 'name'],
    ['no tenant at all', { name: 'x', role: 'viewer', tenants: [] }, 'tenants'],
    [
      'a time that is over',
      { name: 'x', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' },
      'expiresAt',
    ],
    ['a secret of one’s own', { name: 'x', role: 'viewer', secret: 'mine' }, 'secret'],
  ])('is not issued with %s', async (_, wish, field) => {
    const problem = await problemOf(await edge.send('POST', KEYS, wish));
    expect([problem.status, problem.field]).toEqual([422, field]);
  });

  it('gets another secret, and the old one is taken for as long as was said', async () => {
    const { key: issued, secret } = await issue({ name: 'rotated', role: 'viewer' });
    const rotate = async (overlapSeconds: number): Promise<WithSecret> => {
      const path = `${KEYS}/${issued.keyId}/rotate`;
      return (await (await edge.send('POST', path, { overlapSeconds })).json()) as WithSecret;
    };
    const second = await rotate(600);
    expect(second.key.oldSecretUntil).not.toBeNull();
    expect([await statusWith(secret), await statusWith(second.secret)]).toEqual([200, 200]);
    const third = await rotate(0);
    expect([await statusWith(second.secret), await statusWith(third.secret)]).toEqual([401, 200]);
  });

  it('that is revoked is refused within a second, also where it was just used', async () => {
    const { key: issued, secret } = await issue({ name: 'revoked', role: 'viewer' });
    expect([await statusWith(secret), await statusWith(secret, other)]).toEqual([200, 200]);
    const path = `${KEYS}/${issued.keyId}?reason=lost`;
    expect((await edge.send('DELETE', path)).status).toBe(204);
    const since = performance.now();
    expect(await statusWith(secret)).toBe(401);
    await until(async () => (await statusWith(secret, other)) === 401, { timeout: 5_000 });
    expect(performance.now() - since).toBeLessThan(1_000);
    expect(await keyOf(issued.keyId)).toMatchObject({ status: 'revoked' });
    const again = await edge.send('POST', `${KEYS}/${issued.keyId}/rotate`, {});
    expect(await problemOf(again)).toMatchObject({ status: 409, code: 'KEY_ENDED' });
    expect((await edge.send('DELETE', path)).status).toBe(204);
    expect(await everything()).toContain('lost');
  });

  it('that nobody issued is unknown', async () => {
    for (const [method, path] of [
      ['GET', `${KEYS}/none`],
      ['DELETE', `${KEYS}/none`],
      ['POST', `${KEYS}/none/rotate`],
    ] as const) {
      const response = await edge.send(method, path, method === 'POST' ? {} : undefined);
      expect(await problemOf(response)).toMatchObject({ status: 404, code: 'KEY_UNKNOWN' });
    }
  });
});

describe('who was refused', () => {
  it('is recorded as an event, without what was shown', async () => {
    const { key: issued } = await issue({ name: 'victim', role: 'viewer' });
    const forged = `fk_${issued.keyId}_${newSecret()}`;
    await statusWith(forged);
    await edge.refusals();
    const kept = await everything();
    expect(kept).toContain('"AccessRefused"');
    expect(kept).toContain('KEY_WRONG');
    expect(kept).not.toContain(forged.split('_')[2]);
  });
});
