import {
  AUDIT_QUERIES,
  type ChangeView,
  type DiffQuestion,
  type HoldersQuestion,
  type HolderView,
  type MomentQuestion,
  type MomentView,
} from '@ferrule/audit-contracts';
import {
  around,
  changesIn,
  factsOf,
  GIVING,
  rowsAfter,
  TAKING,
  type Told,
} from '@ferrule/audit-domain';
import { Rejection, type Scope, type Scoped } from '@ferrule/kernel';
import { ENTRY_COLUMNS, ISO, readEntries, type StoredEntry } from '@ferrule/ledger-chain';
import { Answers } from '@ferrule/messaging';
import { placesAfter } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { parsed } from '../ledger/incoming.ts';
import { ReadLog } from '../reader/read-log.ts';
import { ReadingPool } from '../reader/reading-pool.ts';
import { entryWithin } from './entry-scope.ts';
import { instant } from './filter-sql.ts';

const told = ({ entry, body }: StoredEntry): Told => ({
  entry: entry.entry,
  type: entry.type,
  time: entry.at,
  correlationId: entry.correlationId,
  data: body === null ? null : parsed(body),
});

const STEPS = ['StepCompleted', 'StepFailed', 'StepUndone', 'StepUndoFailed'];

const momentOf = (at: string | undefined): string =>
  at === undefined ? new Date().toISOString() : instant(at, 'at');

/** What was so at a moment, as far as the ledger had heard of it by then. */
@Controller()
export class PastView {
  constructor(
    private readonly db: ReadingPool,
    private readonly reads: ReadLog,
  ) {}

  @Answers(AUDIT_QUERIES.moment)
  async moment(
    @Payload() { reader, kind, id, at, scope }: Scoped<MomentQuestion>,
  ): Promise<MomentView> {
    const moment = momentOf(at);
    const allowed = scopeOf({ scope });
    await this.reads.note(reader, 'moment', { kind, id, at: moment });
    const stream = `${kind}-${id}`;
    const own = await this.#told(allowed, 'e.stream = $1 and e.at <= $2', [stream, moment]);
    const steps = await this.#told(
      allowed,
      `e.type = any($3) and e.at <= $2 and e.correlation_id in (
         select correlation_id from entry where ${kind === 'network' ? 'network' : 'router'} = $1)`,
      [id, moment, STEPS],
    );
    const { fields, last } = factsOf(own);
    const rows = rowsAfter(changesIn(steps));
    if (last === null && rows.length === 0)
      throw new Rejection('NOTHING_KNOWN', `nothing is known of ${kind} ${id} at ${moment}`, {
        field: 'id',
      });
    return { kind, id, at: moment, fields, last, rows };
  }

  /** Every row that a job changed, with what was there before. */
  @Answers(AUDIT_QUERIES.diff)
  async diff(
    @Payload() { reader, jobId, scope }: Scoped<DiffQuestion>,
  ): Promise<readonly ChangeView[]> {
    await this.reads.note(reader, 'diff', { jobId });
    const all = await this.#told(scopeOf({ scope }), 'e.correlation_id = $1', [jobId]);
    if (all.length === 0)
      throw new Rejection('NOTHING_KNOWN', `nothing is known of a job ${jobId}`, {
        field: 'jobId',
      });
    return changesIn(all).map(({ job: _, ...change }) => change);
  }

  @Answers(AUDIT_QUERIES.holders)
  async holders(
    @Payload() { reader, address, at, scope }: Scoped<HoldersQuestion>,
  ): Promise<readonly HolderView[]> {
    const moment = momentOf(at);
    const prefixes = around(address);
    if (prefixes.length === 0)
      throw new Rejection('VALIDATION_FAILED', 'address must be an address or a prefix', {
        field: 'address',
      });
    await this.reads.note(reader, 'holders', { address, at: moment });
    const values: unknown[] = [prefixes, moment, GIVING, TAKING];
    const within = entryWithin(scopeOf({ scope }), placesAfter(values));
    const { rows } = await this.db.query<Holder>({
      text: `select distinct on (e.stream) text(a.address) as prefix, e.stream, e.type, e.tenant, e.actor,
               ${ISO('e.at')} as since, e.entry, b.body, u.until
             from entry_address a join entry e on e.entry = a.entry left join body b on b.entry = e.entry
             left join lateral (
               select t.at, ${ISO('t.at')} as until from entry t
               where t.stream = e.stream and t.type = any($4) and (t.at, t.entry) > (e.at, e.entry)
               order by t.at, t.entry limit 1) u on true
             where a.address = any($1::cidr[]) and a.at <= $2 and e.type = any($3)
               and (u.at is null or u.at > $2) and ${within}
             order by e.stream, masklen(a.address) desc, e.at desc`,
      values,
    });
    return rows
      .toSorted((one, other) => lengthOf(one.prefix) - lengthOf(other.prefix))
      .map(({ body, entry, ...holder }) => ({
        ...holder,
        entry: Number(entry),
        data: body === null ? null : parsed(body),
      }));
  }

  async #told(scope: Scope, condition: string, values: unknown[]): Promise<readonly Told[]> {
    const within = entryWithin(scope, placesAfter(values));
    const found = await readEntries(this.db, {
      text: `select ${ENTRY_COLUMNS} from entry e left join body b using (entry)
             where ${condition} and ${within} order by e.at, e.entry limit 50000`,
      values,
    });
    return found.map(told);
  }
}

interface Holder extends Omit<HolderView, 'entry' | 'data'> {
  readonly entry: string;
  readonly body: string | null;
}

const lengthOf = (prefix: string): number => Number(prefix.split('/')[1] ?? 128);
