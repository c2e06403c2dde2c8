import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';

/** Kept beside a server's data: which process serves it, and for whom. */
interface ServerRecord {
  readonly server: ProcessIdentity;
  readonly owner: ProcessIdentity;
}

export function writeRecord(file: string, pid: number): void {
  const server = identify(pid);
  const owner = identify(process.pid);
  if (server === undefined || owner === undefined) return;
  writeFileSync(file, JSON.stringify({ server, owner } satisfies ServerRecord));
}

/** Unless it speaks of another server by now. */
export function removeRecord(file: string, pid: number | undefined): void {
  if (readRecord(file)?.server.pid === pid) rmSync(file, { force: true });
}

/**
 * Makes sure that nothing serves this data any more. A server that outlived its owner is stopped:
 * its port and settings may not be the ones wanted now. One whose owner lives is in use, and refused.
 */
export async function evict(
  file: string,
  label: string,
  stopSignal: NodeJS.Signals,
): Promise<void> {
  const record = readRecord(file);
  if (record === undefined || !isAlive(record.server)) return;
  if (isAlive(record.owner)) {
    throw new Error(
      `${label} is already running (process ${record.server.pid}) for process ` +
        `${record.owner.pid}, which still needs it; end that one first or use another directory`,
    );
  }
  await terminate(record.server, stopSignal);
}

/** Asks, waits ten seconds, then insists. */
export async function terminate(identity: ProcessIdentity, signal: NodeJS.Signals): Promise<void> {
  for (const [step, patience] of [
    [signal, 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(identity.pid, step);
    } catch {
      return; // gone between the look and the signal
    }
    const deadline = performance.now() + patience;
    while (isAlive(identity) && performance.now() < deadline) await pause(10);
    if (!isAlive(identity)) return;
  }
  throw new Error(`process ${identity.pid} survives even SIGKILL`);
}

function readRecord(file: string): ServerRecord | undefined {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(record) ? record : undefined;
  } catch {
    return undefined; // none, or one that a crash cut short
  }
}

function isRecord(value: unknown): value is ServerRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'server' in value &&
    'owner' in value &&
    isIdentity(value.server) &&
    isIdentity(value.owner)
  );
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    'started' in value &&
    typeof value.pid === 'number' &&
    typeof value.started === 'string'
  );
}
