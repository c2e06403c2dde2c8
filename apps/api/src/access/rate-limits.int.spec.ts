import type { Problem } from '@ferrule/http';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../spec-edge.ts';

const limits = { rate: 1, burst: 5, failures: 3, refusalsWindow: 3_600_000 };
const edge = useEdge({ limits });

describe('a key', () => {
  it('may ask so often; every answer says what is left, and the first too many how long to wait', async () => {
    const asked = await Promise.all(Array.from({ length: 6 }, () => edge.get('/api/v1/me')));
    expect(asked.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 429]);
    expect(asked.map(({ headers }) => headers.get('ratelimit')).toSorted()).toEqual([
      '"key";r=0;t=1',
      '"key";r=0;t=1',
      '"key";r=1;t=0',
      '"key";r=2;t=0',
      '"key";r=3;t=0',
      '"key";r=4;t=0',
    ]);
    const refused = asked.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(refused?.headers.get('ratelimit-policy')).toBe('"key";q=5;w=5');
    expect((await refused?.json()) as Problem).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterSeconds: 1,
    });
    expect(await edge.refusals()).toMatchObject([
      { reason: 'TOO_MANY_REQUESTS', actor: 'key:ada', status: 429 },
    ]);
  });

  it('does not pay for another', async () => {
    expect((await edge.as({}, 'GET', '/api/v1/me')).status).toBe(200);
  });
});

describe('an address', () => {
  it('that guesses is not looked at any longer, but for keys that were good before', async () => {
    const known = `Bearer ${edge.keys.issue()}`;
    await edge.get('/api/v1/me', { authorization: known });
    const before = edge.keys.lookups;
    const guesses: Response[] = [];
    for (let n = 0; n < 6; n += 1) {
      const authorization = `Bearer fk_guess${n}_${'a'.repeat(64)}`;
      guesses.push(await edge.get('/api/v1/me', { authorization }));
    }
    expect(guesses.map(({ status }) => status)).toEqual([401, 401, 401, 429, 429, 429]);
    expect(Number(guesses[3]?.headers.get('retry-after'))).toBeGreaterThan(10);
    expect(edge.keys.lookups - before).toBe(3);
    expect((await edge.get('/api/v1/me', { authorization: known })).status).toBe(200);
    // One that was never seen here has to wait with the guesser.
    expect((await edge.as({}, 'GET', '/api/v1/me')).status).toBe(429);
  });
});
