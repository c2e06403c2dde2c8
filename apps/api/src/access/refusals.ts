import type { AccessRefused, RefusalReason } from '@ferrule/api-contracts';
import { PgEventStore } from '@ferrule/event-store';
import { Rounds } from '@ferrule/service';
import { redactText } from '@ferrule/telemetry';
import {
  Inject,
  Injectable,
  Logger,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { ApiConfig } from '../config.ts';
import { HOUSE } from './house.ts';
import { RefusalFold } from './refusal-fold.ts';

const META = { correlationId: 'access', actor: 'service:api', tenant: HOUSE } as const;

/** The reason where whoever refused gave none. */
const BY_STATUS: Readonly<Record<number, RefusalReason>> = {
  401: 'CREDENTIAL_MISSING',
  403: 'FORBIDDEN',
  413: 'BODY_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
};

/** As much of a path as is looked at: it may hold anything. */
const LONGEST_ROUTE = 120;

export interface RefusedRequest {
  readonly reason: RefusalReason | undefined;
  readonly source: string;
  readonly actor: string | null;
  readonly keyId: string | null;
  readonly method: string;
  readonly route: string;
}

/** Records who was refused: at once in the log, and for good once in a while. */
@Injectable()
export class Refusals implements OnModuleInit, OnModuleDestroy {
  readonly #log = new Logger('Door');
  readonly #fold = new RefusalFold();
  readonly #rounds: Rounds;
  #written: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: PgEventStore,
    @Inject(ApiConfig) { limits }: Pick<ApiConfig, 'limits'>,
  ) {
    this.#rounds = new Rounds({
      everyMs: limits.refusalsWindow,
      round: () => this.flush(),
      failed: (error) => this.#log.error('refusals are not recorded', error),
    });
  }

  onModuleInit(): void {
    this.#rounds.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#rounds.stop();
    await this.flush();
  }

  /** Of an answer that is no refusal nothing is noted. */
  note(status: number, { reason = BY_STATUS[status], ...request }: RefusedRequest): void {
    if (reason === undefined || status < 400) return;
    const route = redactText(request.route).slice(0, LONGEST_ROUTE);
    const isFirst = this.#fold.add({ ...request, reason, status, route }, new Date());
    // The same again is counted, and not a line each time.
    if (!isFirst) return;
    const { method, source, actor, keyId } = request;
    const who = actor ?? (keyId === null ? 'nobody' : `key ${keyId}`);
    this.#log.warn(`${method} ${route} refused: ${status} ${reason}, ${who} from ${source}`);
  }

  /** Writes what was counted since the last time, one batch after the other. */
  flush(): Promise<void> {
    this.#written = this.#written.then(() => this.#write(this.#fold.take()));
    return this.#written;
  }

  async #write(refusals: readonly AccessRefused['data'][]): Promise<void> {
    if (refusals.length === 0) return;
    const events = refusals.map((data) => ({ type: 'AccessRefused', data }));
    const stream = `access-${new Date().toISOString().slice(0, 10)}`;
    try {
      await this.store.append({ stream, expected: 'any', events, meta: META });
    } catch (error) {
      this.#fold.putBack(refusals);
      this.#log.error('refusals are not recorded yet', error);
    }
  }
}
