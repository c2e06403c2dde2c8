import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { createHttpApp, Health, HealthModule, listen, type Listening } from '@ferrule/http';

@Module({ imports: [HealthModule] })
class BareModule {}

describe('the health of a service', () => {
  let health: Health;
  let bare: Listening;

  beforeEach(async () => {
    const app = await createHttpApp(BareModule, { logger: false });
    health = app.get(Health);
    const config = { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 1_000 };
    bare = await listen(app, config);
  });
  afterEach(() => bare.stop());

  const ask = async (path: string) => {
    const response = await fetch(`${bare.url}/health/${path}`);
    return { status: response.status, body: await response.json() };
  };

  it('is live while the process answers, whatever it depends on', async () => {
    health.add('store', () => Promise.reject(new Error('down')));
    expect(await ask('live')).toEqual({ status: 200, body: { status: 'live' } });
  });

  it('is ready when every check passes, and shows what the checks found', async () => {
    health.add('store', () => Promise.resolve({ lag: 3 }));
    health.add('bus', () => Promise.resolve(undefined));
    expect(await ask('ready')).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        checks: { store: { status: 'up', lag: 3 }, bus: { status: 'up' } },
      },
    });
  });

  it('is not ready while a check fails, tells its code and not its message, and recovers', async () => {
    let failure: Error | undefined = Object.assign(new Error('at hunter22'), {
      code: 'ECONNREFUSED',
    });
    health.add('store', () => (failure ? Promise.reject(failure) : Promise.resolve(undefined)));
    const refused = await ask('ready');
    expect(refused).toMatchObject({
      status: 503,
      body: { status: 'not ready', checks: { store: { status: 'down', reason: 'ECONNREFUSED' } } },
    });
    expect(JSON.stringify(refused)).not.toContain('hunter22');
    failure = undefined;
    expect((await ask('ready')).status).toBe(200);
  });

  it('counts a check that throws at once as failed', async () => {
    health.add('store', () => {
      throw new TypeError('no pool');
    });
    expect(await ask('ready')).toMatchObject({
      status: 503,
      body: { checks: { store: { status: 'down', reason: 'TypeError' } } },
    });
  });

  it('does not wait for a check that hangs, and does not start it twice', async () => {
    let started = 0;
    let release: (() => void) | undefined;
    const hang = () => {
      started += 1;
      return new Promise<undefined>((resolve) => {
        release = () => {
          resolve(undefined);
        };
      });
    };
    health.add('store', hang, { timeoutMs: 20 });
    for (let probe = 0; probe < 3; probe++) {
      expect(await ask('ready')).toMatchObject({
        status: 503,
        body: { checks: { store: { status: 'down', reason: 'timeout' } } },
      });
    }
    expect(started).toBe(1);
    release?.();
    await ask('ready');
    expect(started).toBe(2);
    release?.();
  });

  it('is not ready once it was told to stop', async () => {
    health.add('store', () => Promise.resolve(undefined));
    health.drain();
    expect(health.draining.aborted).toBe(true);
    expect(await ask('ready')).toMatchObject({ status: 503, body: { status: 'draining' } });
    expect((await ask('live')).status).toBe(200);
  });

  it('takes no second check of one name', () => {
    health.add('store', () => Promise.resolve(undefined));
    expect(() => health.add('store', () => Promise.resolve(undefined))).toThrow('store');
  });
});
