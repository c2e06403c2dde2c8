import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, until } from '@ferrule/testing';
import { build } from './stack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

let directory = '';
let port = 0;
const runs: Run[] = [];
/** What `npm start` runs. */
const start = (...args: string[]): Run => {
  const child = spawn(
    process.execPath,
    ['tools/run.mjs', 'start', '--data', join(directory, 'data'), '--port', String(port), ...args],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const run = { child, said: () => output, ended };
  runs.push(run);
  return run;
};
const ready = async (run: Run): Promise<void> => {
  const isUp = () => run.said().includes('Ferrule is ready');
  const started = until(isUp, { timeout: 90_000 }).catch(() => false);
  const isReady = await Promise.race([started, run.ended.then(() => false)]);
  if (!isReady) throw new Error(`the stack did not get ready; it said:\n${run.said()}`);
};
/** What it prints for whoever begins, as it is pasted into a shell. */
const pasted = async (run: Run): Promise<unknown> => {
  const [, lines = ''] = /Ask for a network:\n\n([^]*?)\n\n/u.exec(run.said()) ?? [];
  const { stdout } = await promisify(execFile)('sh', ['-ec', lines]);
  return JSON.parse(stdout) as unknown;
};
/** The key that was printed last: a stack that begins empty has another. */
const headers = () => ({
  authorization: `Bearer ${runs.flatMap((run) => /fk_\w+/u.exec(run.said()) ?? []).at(-1) ?? ''}`,
  'content-type': 'application/json',
});
const networks = async (): Promise<unknown[]> => {
  const url = `http://127.0.0.1:${port}/api/v1/networks`;
  const response = await fetch(url, { headers: headers() });
  const body: unknown = await response.json();
  return Reflect.get(Object(body), 'networks') as unknown[];
};
/** Whether the router of DC1 carries every network that is recorded. */
const areOnTheirRouter = async (): Promise<boolean> => {
  const claimed: unknown = JSON.parse(await readFile(join(directory, 'data.claim.json'), 'utf8'));
  const { routers } = claimed as { routers: readonly { datacenter: string; control: string }[] };
  const control = routers.find(({ datacenter }) => datacenter === 'DC1')?.control ?? '';
  const snapshot = await (await fetch(`${control}/snapshot`)).text();
  const recorded = (await networks()) as readonly { networkId: string }[];
  return recorded.every(({ networkId }) => snapshot.includes(`nnc-provisioned-${networkId}`));
};
const provision = async (): Promise<number> => {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/networks/provision`, {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify({ clientId: 'acme-corp', datacenter: 'DC1', size: '/24' }),
  });
  return response.status;
};

beforeAll(async () => {
  await build();
  directory = await mkdtemp(join(tmpdir(), 'ferrule-start-'));
  port = await freePort();
}, 60_000);
afterAll(async () => {
  for (const { child, ended } of runs) {
    child.kill('SIGINT');
    await ended;
  }
  await rm(directory, { recursive: true, force: true });
}, 30_000);

describe('npm start', () => {
  it('says what is wrong with its arguments', async () => {
    const wrong = start('--port', 'many');
    expect(await wrong.ended).toBe(2);
    expect(wrong.said()).toContain('--port must be a number');
  });

  it('keeps what was recorded through Ctrl-C and a crash, and begins empty when asked to', async () => {
    const first = start();
    await ready(first);
    expect(await pasted(first)).toMatchObject({ datacenter: 'DC1', status: 'provisioned' });

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain('Ferrule is already running here');
    expect(await networks()).toHaveLength(1);

    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);

    const again = start();
    await ready(again);
    expect(await networks()).toHaveLength(1);
    expect(await provision()).toBe(201);
    // A router saves by itself, as a real one does, a moment later.
    const file = join(directory, 'data/routers/dc1-r1.json');
    const recorded = (await networks()) as readonly { networkId: string; vlanId: number }[];
    const [newest] = recorded.toSorted((one, other) => other.vlanId - one.vlanId);
    const itsRow = `nnc-provisioned-${newest?.networkId ?? ''}`;
    await until(async () => (await readFile(file, 'utf8')).includes(itsRow));
    again.child.kill('SIGKILL');
    await again.ended;

    const afterCrash = start();
    await ready(afterCrash);
    expect(await areOnTheirRouter()).toBe(true);
    expect(await provision()).toBe(201);
    expect(await networks()).toHaveLength(3);
    afterCrash.child.kill('SIGTERM');
    expect(await afterCrash.ended).toBe(0);

    const empty = start('--reset');
    await ready(empty);
    expect(await networks()).toHaveLength(0);
  }, 360_000);
});
