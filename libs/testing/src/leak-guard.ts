import { createHook } from 'node:async_hooks';
import { atEndOfFile } from './end-of-file.ts';
import { until } from './until.ts';

/** What keeps a process alive, and what to call it. */
const WATCHED = new Map([
  ['Timeout', 'timer'],
  ['TCPWRAP', 'socket'],
  ['TCPSERVERWRAP', 'listening socket'],
  ['PIPEWRAP', 'pipe'],
  ['PIPESERVERWRAP', 'listening pipe'],
  ['UDPWRAP', 'datagram socket'],
  ['PROCESSWRAP', 'child process'],
  ['WORKER', 'worker thread'],
  ['FSEVENTWRAP', 'file watcher'],
]);

interface Opened {
  readonly what: string;
  readonly resource: WeakRef<object>;
  readonly at: Error;
}

export interface LeakWatch {
  /** What was opened since and still keeps the process alive, as a phrase each. */
  leaks(): readonly string[];
  /** What is opened from now on is not its business; what ends still is. */
  close(): void;
  end(): void;
}

let guarded = false;

/**
 * Fails the spec file when a socket, timer, child process or watcher that it opened still keeps the
 * process alive after all its hooks. `useDatabase` and `useNats` bring it along.
 */
export function leakGuard(): void {
  if (guarded) return;
  guarded = true;
  const watch = watchLeaks();
  atEndOfFile(async () => {
    try {
      watch.close();
      // A connection that was just closed needs a turn or two of the event loop.
      await until(() => watch.leaks().length === 0, { timeout: 2_000 }).catch(() => undefined);
      const leaks = watch.leaks();
      if (leaks.length > 0) throw new Error(`left open by this spec file:\n${leaks.join('\n')}`);
    } finally {
      watch.end();
    }
  });
}

/** Notes what is opened from now on, and where. */
export function watchLeaks(): LeakWatch {
  const opened = new Map<number, Opened>();
  let watching = true;
  const hook = createHook({
    init: (id, type, _trigger, resource) => {
      const what = watching ? WATCHED.get(type) : undefined;
      if (what !== undefined) opened.set(id, { what, resource: new WeakRef(resource), at: here() });
    },
    destroy: (id) => {
      opened.delete(id);
    },
    trackPromises: false,
  });
  hook.enable();
  return {
    leaks: () =>
      [...opened.values()].flatMap(({ what, resource, at }) => {
        const place = placeOf(at);
        return place !== undefined && keepsAlive(resource.deref())
          ? [`${what} opened ${place}`]
          : [];
      }),
    close: () => {
      watching = false;
    },
    end: () => {
      hook.disable();
    },
  };
}

function keepsAlive(resource: object | undefined): boolean {
  if (resource === undefined) return false;
  return !isRefCounted(resource) || resource.hasRef();
}

function isRefCounted(resource: object): resource is { hasRef(): boolean } {
  return 'hasRef' in resource && typeof resource.hasRef === 'function';
}

function here(): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const error = new Error('opened');
  Error.stackTraceLimit = limit;
  return error;
}

/** Jest's own timers, and what talks to the container engine: they outlive a spec file by right. */
const OF_THE_RUN = /node_modules\/(@jest|jest|testcontainers|dockerode|docker-modem)/;

/** `undefined` for what does not belong to the spec file. */
function placeOf(at: Error): string | undefined {
  const frames = (at.stack ?? '')
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter(
      (line) =>
        !line.includes('node:') && !line.includes('leak-guard.') && !line.includes('(<anonymous>)'),
    );
  const [nearest] = frames;
  if (nearest === undefined) return 'by Node itself, for an earlier call';
  if (OF_THE_RUN.test(nearest)) return undefined;
  const ours = frames.find((line) => !line.includes('node_modules'));
  return ours === undefined || ours === nearest ? nearest : `${nearest}, for the call ${ours}`;
}
