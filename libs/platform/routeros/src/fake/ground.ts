import { afterEach } from '@jest/globals';
import { RouterError } from '@ferrule/router-domain';
import { RouterOsDriver, type RouterOsSettings } from '../driver/routeros-driver.ts';
import {
  startFakeRouter,
  type Asked,
  type FakeRouter,
  type FakeRouterSettings,
} from './fake-router.ts';

export interface Ground {
  readonly router: (
    answer: (asked: Asked) => void,
    settings?: FakeRouterSettings,
  ) => Promise<FakeRouter>;
  readonly driverFor: (port: number, settings?: Partial<RouterOsSettings>) => RouterOsDriver;
  /** A driver and the router that it talks to. */
  readonly both: (
    answer: (asked: Asked) => void,
    settings?: Partial<RouterOsSettings>,
    fake?: FakeRouterSettings,
  ) => Promise<{ readonly router: FakeRouter; readonly driver: RouterOsDriver }>;
}

/** Fake routers and drivers for the specs of one file, closed after each of them. */
export const specGround = (): Ground => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });
  const router: Ground['router'] = async (answer, settings) => {
    const started = await startFakeRouter(answer, settings);
    open.push(started);
    return started;
  };
  const driverFor: Ground['driverFor'] = (port, settings) => {
    const driver = new RouterOsDriver({
      host: '127.0.0.1',
      port,
      user: 'admin',
      password: 'geheim',
      backoffMs: { first: 5, longest: 50 },
      ...settings,
    });
    open.push(driver);
    return driver;
  };
  const both: Ground['both'] = async (answer, settings, fake) => {
    const started = await router(answer, fake);
    return { router: started, driver: driverFor(started.port, settings) };
  };
  return { router, driverFor, both };
};

export const print = { command: '/interface/print' };

export const silence = (): undefined => undefined;

export const failure = async (answer: Promise<unknown>): Promise<RouterError> => {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RouterError)) throw new Error('no RouterError', { cause: error });
  return error;
};

export const outcome = async (
  answer: Promise<unknown>,
): Promise<Pick<RouterError, 'code' | 'sent'>> => {
  const { code, sent } = await failure(answer);
  return { code, sent };
};

export const all = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const taken: T[] = [];
  for await (const row of rows) taken.push(row);
  return taken;
};
