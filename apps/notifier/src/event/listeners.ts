import type { EventFilter, WebhookSettings } from '@ferrule/notifier-contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A webhook, or a rule by which people are told. */
export interface Listening {
  readonly kind: 'webhook' | 'rule';
  readonly id: string;
  readonly settings: { readonly filter: EventFilter } & Partial<Pick<WebhookSettings, 'ordered'>>;
  readonly is_told: boolean;
}

type Row = Listening & { readonly tenant: string };

/** A disabled webhook listens as well: what it misses is kept, so that it can be replayed. */
const LISTENING = `
  select tenant, 'webhook' as kind, id, settings, status = 'active' as is_told
  from webhook where tenant = any($1)
  union all
  select tenant, 'rule', id, settings, true from alert_rule where tenant = any($1)`;

/**
 * Who listens to a tenant. Events come by the dozen and each has to ask anew, or it would miss who has
 * just begun to listen: those that ask while a question is under way share the next one.
 */
@Injectable()
export class Listeners {
  #waiting: Promise<readonly Row[]> | undefined;
  #asked: Promise<unknown> = Promise.resolve();
  #tenants = new Set<string>();

  constructor(@Inject(DataSource) private readonly dataSource: Pick<DataSource, 'query'>) {}

  async of(tenant: string): Promise<readonly Listening[]> {
    this.#tenants.add(tenant);
    this.#waiting ??= this.#askNext();
    return (await this.#waiting).filter((row) => row.tenant === tenant);
  }

  async #askNext(): Promise<readonly Row[]> {
    await this.#asked;
    const tenants = [...this.#tenants];
    this.#tenants = new Set();
    this.#waiting = undefined;
    const asked = this.dataSource.query<Row[]>(LISTENING, [tenants]);
    this.#asked = asked.catch(() => undefined);
    return asked;
  }
}
