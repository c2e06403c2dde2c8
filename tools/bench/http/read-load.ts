import { Agent, get } from 'node:http';
import { closedLoop, percentile } from '../rounds.ts';

export interface Load {
  readonly reads: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

const readOnce = (url: URL, agent: Agent, authorization: string): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization } }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url.pathname} answered ${response.statusCode ?? 0}`));
      });
    }).once('error', reject);
  });

/** So many callers, each on a connection of its own, and each waiting for its answer. */
export const readLoad = async (
  port: number,
  key: string,
  callers: number,
  ms: number,
): Promise<Load> => {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const url = new URL(`http://127.0.0.1:${port}/api/v1/networks?limit=50`);
  const taken: number[] = [];
  try {
    const perSecond = await closedLoop(callers, ms, async () => {
      const start = performance.now();
      await readOnce(url, agent, `Bearer ${key}`);
      taken.push(performance.now() - start);
    });
    return { reads: taken.length, perSecond, p99: percentile(taken, 99) };
  } finally {
    agent.destroy();
  }
};
