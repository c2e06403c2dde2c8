import type { Handler } from './call.ts';

export interface HandlerEntry {
  readonly run: Handler;
  /** The right that it takes: `write` for what changes something. */
  readonly policy: string;
}

const handlers = new Map<string, HandlerEntry>();

/** What a command beyond the common verbs does: `/certificate/sign`, `/import`. For all routers of the process. */
export const handle = (path: string, policy: string, run: Handler): void => {
  handlers.set(path, { run, policy });
};

export const handlerOf = (path: string): HandlerEntry | undefined => handlers.get(path);

const everywhere = new Map<string, HandlerEntry>();

/** A command that every directory has: `export`. */
export const handleAnywhere = (verb: string, policy: string, run: Handler): void => {
  everywhere.set(verb, { run, policy });
};

export const anywhere = (verb: string): HandlerEntry | undefined => everywhere.get(verb);
