import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leakGuard } from '@ferrule/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from './spec-api.ts';
import { ferrule } from './spec-rig.ts';

leakGuard();

const api = useAnsweringApi();
const LIST = 'GET /api/v1/jobs?limit=50';
const KEY = 'fk_0123456789ab_c2VjcmV0';
const refusal = (status: number, code: string, detail: string) => ({
  status,
  body: { type: `urn:ferrule:problem:${code}`, title: code, status, code, detail },
});
const sent = () => api.seen.map(({ headers }) => headers.authorization);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ferrule-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  api.answers = { [LIST]: [{ body: { jobs: [], next: null } }] };
});
afterEach(() => {
  delete process.env['FERRULE_CLI_KEY'];
});

/** A stack that runs here, whose API is at `url`. */
const stackAt = async (url: string): Promise<string> => {
  const passwords = join(folder, 'passwords.json');
  await writeFile(passwords, JSON.stringify({ 'api:first-key': KEY }));
  const facts = { pid: process.pid, api: url, passwords };
  await writeFile(join(folder, 'dev.claim.json'), JSON.stringify(facts));
  return join(folder, 'dev');
};
const keyFile = async (text: string): Promise<string> => {
  const file = join(folder, 'key');
  await writeFile(file, text);
  return file;
};

describe('a key', () => {
  it('is sent with each request: from a file, else from the environment', async () => {
    process.env['FERRULE_CLI_KEY'] = 'fk_environment_1';
    await api.run('job list');
    await api.run(`job list --key-file ${await keyFile(`${KEY}\n`)}`);
    expect(sent()).toEqual(['Bearer fk_environment_1', `Bearer ${KEY}`]);
  });

  it("of the development stack is found by itself, and goes to that stack's API alone", async () => {
    const own = await stackAt(api.url);
    await ferrule(['job', 'list', '--data', own]);
    const elsewhere = await stackAt('http://127.0.0.1:1');
    await ferrule(['job', 'list', '--data', elsewhere, '--api', api.url]);
    expect(sent()).toEqual([`Bearer ${KEY}`, undefined]);
  });

  it.each(['two words', 'fk_a\nfk_b', 'fk_ключ', ''])(
    'that is none, %j, is refused before anything is sent, and not shown',
    async (text) => {
      const { code, err } = await api.run(`job list --key-file ${await keyFile(text)}`);
      expect(code).toBe(2);
      expect(err).toContain('does not hold a key');
      if (text !== '') expect(err).not.toContain(text.slice(0, 5));
      expect(api.seen).toEqual([]);
    },
  );

  it('whose file is not there is a mistake of whoever typed it', async () => {
    expect(await api.run('job list --key-file /nowhere')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--key-file /nowhere: '),
    });
  });
});

describe('a caller with several tenants', () => {
  it('says for which it acts', async () => {
    await api.run('job list --act-for globex');
    await api.run('job list');
    expect(api.seen.map(({ headers }) => headers['ferrule-tenant'])).toEqual(['globex', undefined]);
  });
});

describe('a caller who is not let in', () => {
  it('without a key is told how to give one', async () => {
    api.answers = { [LIST]: [refusal(401, 'UNAUTHENTICATED', 'a key is needed')] };
    expect(await api.run('job list')).toMatchObject({
      code: 5,
      err:
        'ferrule: a key is needed. ' +
        'Say where the key is with --key-file FILE, or put it into FERRULE_CLI_KEY.',
    });
  });

  it('with a key is told where that came from, but not what it is', async () => {
    api.answers = { [LIST]: [refusal(401, 'UNAUTHENTICATED', 'the key is not known')] };
    process.env['FERRULE_CLI_KEY'] = KEY;
    const { code, err, out } = await api.run('job list --json');
    expect(code).toBe(5);
    expect(err).toBe('ferrule: the key is not known. The key is that of FERRULE_CLI_KEY.');
    expect(JSON.parse(out)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(err + out).not.toContain(KEY);
  });

  it('for this is told how to see what the key is for', async () => {
    api.answers = { [LIST]: [refusal(403, 'FORBIDDEN', 'a viewer may not do this')] };
    process.env['FERRULE_CLI_KEY'] = KEY;
    expect(await api.run('job list')).toMatchObject({
      code: 5,
      err: 'ferrule: a viewer may not do this. What the key of FERRULE_CLI_KEY may do: ferrule whoami.',
    });
  });
});

describe('a caller who asks too often', () => {
  const later = (seconds: string) => ({
    ...refusal(429, 'TOO_MANY_REQUESTS', 'too many requests'),
    headers: { 'retry-after': seconds },
  });

  it('is told so, and waits as long as the API says, when it only reads', async () => {
    api.answers = { [LIST]: [later('0'), later('1'), { body: { jobs: [], next: null } }] };
    const since = performance.now();
    const { code, err } = await api.run('job list');
    expect(code).toBe(0);
    expect(performance.now() - since).toBeGreaterThan(950);
    expect(err).toContain('ferrule: asked too often; asks again in 1 s');
    expect(api.seen).toHaveLength(3);
  });

  it('ends with 6 when it still does after some time', async () => {
    api.answers = { [LIST]: [later('0')] };
    expect((await api.run('job list')).code).toBe(6);
    expect(api.seen).toHaveLength(6);
  });

  it('is not kept waiting for an hour', async () => {
    api.answers = { [LIST]: [later('3600')] };
    expect((await api.run('job list')).code).toBe(6);
    expect(api.seen).toHaveLength(1);
  });

  it('decides itself whether to send an order again', async () => {
    api.answers = { 'POST /api/v1/webhooks/shop/ping': [later('0')] };
    expect(await api.run('webhook ping shop')).toMatchObject({
      code: 6,
      err: 'ferrule: too many requests. Nothing was done: repeat it in a moment.',
    });
    expect(api.seen).toHaveLength(1);
  });
});
