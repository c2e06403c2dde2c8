import { freePort, leakGuard } from '@ferrule/testing';
import { ferrule } from './spec-rig.ts';
import { afterEach, describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from './spec-api.ts';
import { POST, PROVISION } from './spec-job.ts';

leakGuard();

const api = useAnsweringApi();

afterEach(() => {
  delete process.env['FERRULE_CLI_API'];
});

describe('an answer that is none', () => {
  it('ends with 3 and says what to try when nobody listens', async () => {
    const closed = `http://127.0.0.1:${await freePort()}`;
    const { code, err } = await ferrule(['--api', closed, '--data', 'nowhere', 'job', 'list']);
    expect(code).toBe(3);
    expect(err).toBe(
      `ferrule: no answer from ${closed}: nothing listens there. ` +
        'Start Ferrule with npm start, or say where its API is with --api URL.',
    );
  });

  it('ends with 3 when somebody else answers there', async () => {
    api.answers = { 'GET /api/v1/jobs?limit=50': [{ body: '<html>', type: 'text/html' }] };
    expect(await api.run('job list')).toMatchObject({
      code: 3,
      err: expect.stringContaining("not as Ferrule's API does"),
    });
  });

  it('gives the key to repeat the request with when it may have arrived', async () => {
    api.answers = { [POST]: [{ status: 502, body: 'bad gateway', type: 'text/plain' }] };
    const { code, err } = await api.run(PROVISION);
    expect(code).toBe(3);
    expect(err).toContain(
      `repeat it with --key ${String(api.seen[0]?.headers['idempotency-key'])}`,
    );
  });
});

describe('where the API is', () => {
  const list = { 'GET /api/v1/jobs?limit=50': [{ body: { jobs: [], next: null } }] };

  it('is taken from the environment, over which --api wins', async () => {
    api.answers = list;
    process.env['FERRULE_CLI_API'] = api.url;
    expect((await ferrule(['job', 'list', '--data', 'nowhere'])).code).toBe(0);
    process.env['FERRULE_CLI_API'] = `http://127.0.0.1:${await freePort()}`;
    expect((await api.run('job list')).code).toBe(0);
    expect((await ferrule(['job', 'list', '--data', 'nowhere'])).code).toBe(3);
  });

  it('is refused as a mistake of whoever typed it when it is no URL', async () => {
    expect(await ferrule(['--api', 'localhost', 'job', 'list'])).toMatchObject({ code: 2 });
    process.env['FERRULE_CLI_API'] = 'localhost';
    expect(await ferrule(['job', 'list'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('FERRULE_CLI_API must be a URL'),
    });
  });
});
