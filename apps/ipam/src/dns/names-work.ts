import { ServerRefused, ServerUnreachable } from '@ferrule/dns';
import type { NameEvent } from '@ferrule/ipam-contracts';
import { backoffMs } from '@ferrule/messaging';
import { Logger } from '@nestjs/common';
import { namesAnswered } from './names-metrics.ts';
import { type Names, type NamesRows, Overtaken } from './names-rows.ts';
import type { Publication } from './publication.ts';
import { Refusal, Unready } from './refusal.ts';
import type { Withdrawal } from './withdrawal.ts';

const AWAITED = { baseMs: 500, capMs: 5_000 };
const UNAWAITED = { baseMs: 1_000, capMs: 60_000 };

/** Brings the names of one network to where they should be, as far as its servers let it. */
export class NamesWork {
  readonly #log = new Logger('Names');

  constructor(
    private readonly rows: NamesRows,
    private readonly publication: Publication,
    private readonly withdrawal: Withdrawal,
  ) {}

  async run(networkId: string): Promise<void> {
    const names = await this.rows.read(networkId);
    if (names === undefined) return;
    try {
      if (isLate(names, 0)) throw new ServerUnreachable('the time was over before it was tried');
      if (names.status === 'withdrawing') await this.withdrawal.run(names);
      else if (names.status === 'refused') await this.withdrawal.tidy(names);
      else await this.publication.run(names);
    } catch (error) {
      if (error instanceof Overtaken) return;
      await this.#failed(names, error).catch((again: unknown) => {
        if (!(again instanceof Overtaken)) throw again;
      });
    }
  }

  async #failed(names: Names, error: unknown): Promise<void> {
    const again = backoffMs(names.attempts + 1, names.asked === null ? UNAWAITED : AWAITED);
    const refusal = refusalOf(error, isLate(names, again));
    const sentence = sentenceOf(error);
    if (names.attempts === 0) this.#log.warn(`names of ${names.networkId} wait: ${sentence}`);
    if (names.asked !== null && refusal !== undefined) return this.#refuse(names, refusal);
    await this.rows.change(names, [], (client) =>
      client.query(
        `update names set attempts = attempts + 1, trouble = $2,
           due_at = clock_timestamp() + $3::float8 * interval '1 millisecond',
           waiting_since = coalesce(waiting_since, clock_timestamp())
         where network_id = $1`,
        [names.networkId, sentence, again],
      ),
    );
  }

  /** Whoever waits is answered. What was written for nothing goes; a withdrawal goes on. */
  async #refuse(names: Names, refusal: Refusal): Promise<void> {
    const { networkId } = names;
    const { code, message, suggestion, taken, holder } = refusal;
    const operation = names.status === 'withdrawing' ? 'withdraw' : 'publish';
    const event: NameEvent = {
      type: 'NamesRefused',
      data: { networkId, operation, code, message, suggestion, name: taken, holder },
    };
    await this.rows.change(names, [event], async (client) => {
      if (operation === 'publish')
        await client.query(
          `update name_record set state = 'going'
           where network_id = $1 and state in ('pending', 'taken') and not confirmed`,
          [networkId],
        );
      await client.query(
        `update names set asked = null, deadline = null, attempts = 0, trouble = $2,
           due_at = clock_timestamp() + interval '1 second' * (status = 'withdrawing')::int,
           waiting_since = case status when 'withdrawing' then waiting_since end,
           status = case when status = 'withdrawing' then status
             when exists (select from name_record r where r.network_id = $1 and state <> 'going')
               then 'published' else 'refused' end
         where network_id = $1`,
        [networkId, message],
      );
    });
    namesAnswered.add(1, { outcome: code });
  }
}

const isLate = ({ deadline }: Names, inMs: number): boolean =>
  deadline !== null && Date.now() + inMs >= deadline.getTime();

const sentenceOf = (error: unknown): string =>
  error instanceof Error ? error.message.slice(0, 500) : 'an unknown fault';

/** What whoever waits is told now; undefined as long as it is worth trying again. */
const refusalOf = (error: unknown, isOver: boolean): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (error instanceof ServerRefused)
    return new Refusal('DNS_REFUSED', error.message, {
      suggestion: 'look at the key, the zones and the rights that the server gives',
    });
  if (!isOver) return undefined;
  if (error instanceof Unready) return error.refusal;
  const said = error instanceof ServerUnreachable ? error.message : 'names could not be published';
  return new Refusal('DNS_UNREACHABLE', said, {
    suggestion: 'ask again when the server answers',
  });
};
