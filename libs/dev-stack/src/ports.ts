import { createServer } from 'node:net';
import { freePort } from '@ferrule/testing';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** The port that people know, or a free one when somebody else has it. */
export const portOr = async (known: number): Promise<number> =>
  (await isFree(known)) ? known : freePort();

/** Whether a service there says that it can work. */
export const isReady = async (url: string): Promise<boolean> => {
  try {
    const { ok } = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    return ok;
  } catch {
    return false;
  }
};

/** Whether a server ended because somebody else has its port. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Error && /is taken|address already in use/i.test(error.message);
