import { hash, randomUUIDv7 } from 'node:crypto';
import { IPAM_QUERIES, type IpamCommand, type IpamEvent } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { callerNow } from '../access/caller.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';

const PATIENCE_MS = 15_000;

/** Has ipam carry out commands, and reads what it recorded of them. */
@Injectable()
export class IpamCommands {
  constructor(private readonly queries: ScopedQueries) {}

  /** What a caller asks for twice under one key has one id, and is one thing. */
  idOf(what: string, key: string | undefined): string {
    const drawn = JSON.stringify(key === undefined ? [randomUUIDv7()] : [callerNow().tenant, key]);
    return `${what}-${hash('sha256', drawn, 'hex').slice(0, 16)}`;
  }

  /** For what is the same however often it is asked for. */
  executeOnce(command: IpamCommand): Promise<readonly IpamEvent[]> {
    return this.execute(this.idOf('http', undefined), command);
  }

  /** Everything that is recorded of what the command is about, oldest first. */
  async execute(id: string, command: IpamCommand): Promise<readonly IpamEvent[]> {
    const { actor, tenant } = callerNow();
    const { events } = await this.queries.ask<{ events: readonly IpamEvent[] }>(
      IPAM_QUERIES.execute,
      { id, ...command, meta: { actor, tenant } },
      PATIENCE_MS,
    );
    return events;
  }
}

/** What a path names and nobody knows is a missing page; in a body it is a wrong field. */
export const inPath = async <Result>(field: string, work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Rejection) || !error.code.endsWith('_NOT_FOUND')) throw error;
    throw new Rejection(error.code.replace(/NOT_FOUND$/, 'UNKNOWN'), error.message, { field });
  }
};

/** What has just been made is in the list of its kind. */
export const foundIn = <View>(views: readonly View[], isIt: (view: View) => boolean): View => {
  const view = views.find(isIt);
  if (view === undefined) throw new Error('what was made is gone already');
  return view;
};

/** Refuses a key under which something else was asked for. */
export const checkSame = (asked: object, found: object | undefined): void => {
  const isSame = Object.entries(asked).every(
    ([name, value]) =>
      value === undefined || canonicalize(value) === canonicalize(Reflect.get(found ?? {}, name)),
  );
  if (isSame && found !== undefined) return;
  throw new Rejection(
    'IDEMPOTENCY_KEY_REUSED',
    'this Idempotency-Key was used for another request',
    { field: 'Idempotency-Key', suggestion: 'send a new request under a new key' },
  );
};
