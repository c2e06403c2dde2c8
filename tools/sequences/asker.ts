import { randomUUID } from 'node:crypto';
import { IPAM_QUERIES, type IpamCommand, ipamCommandSubject } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { encodeEnvelope, QueryClient, QueryError } from '@ferrule/messaging';
import { until } from '@ferrule/testing';
import type { Ground } from './ground.ts';
import type { Way } from './sequence.ts';

const META = { actor: 'sequences', tenant: 'acme' };
/** Short, since whoever was asked may have been killed. */
const PATIENCE_MS = 2_000;
/** A message that a killed process had taken waits ten seconds until another gets it. */
const AT_MOST_MS = 120_000;

/** Hands commands over until each is answered, by whichever way and however often. */
export class Asker {
  readonly #ground: Ground;
  readonly #queries: QueryClient;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#queries = new QueryClient(ground.bus);
  }

  async carryOut(command: IpamCommand, id: string, way: Way): Promise<void> {
    // What is said of nothing that is there leaves no trace by which a message is known to be done.
    const leavesNoTrace = command.type === 'SplitPrefix';
    const asks = leavesNoTrace ? 1 : ASKS[way];
    const sends = leavesNoTrace ? 0 : SENDS[way];
    for (let n = 0; n < sends; n += 1) this.#send(command, id);
    await Promise.all([
      ...Array.from({ length: asks }, () => this.ask(command, id)),
      ...(sends > 0 ? [this.#done(id)] : []),
    ]);
  }

  /** Refused or not: both are answers. */
  async ask(command: IpamCommand, id: string): Promise<void> {
    await this.#answer(command, id);
  }

  /** What must not be refused. */
  async have(command: IpamCommand, id: string): Promise<void> {
    const answer = await this.#answer(command, id);
    if (answer instanceof Rejection) throw answer;
  }

  #answer({ type, data }: IpamCommand, id: string): Promise<Rejection | 'done'> {
    return until(
      async () => {
        const question = { id, type, data, meta: META };
        try {
          await this.#queries.ask(IPAM_QUERIES.execute, question, PATIENCE_MS);
          return 'done' as const;
        } catch (error) {
          if (error instanceof Rejection) return error;
          if (error instanceof QueryError) return false;
          throw error;
        }
      },
      { timeout: AT_MOST_MS, message: `an answer to ${type} ${id}` },
    );
  }

  /** Past the bus's own eye for repeats, so that each of them arrives. */
  #send({ type, data }: IpamCommand, id: string): void {
    const body = JSON.stringify(data);
    const time = new Date().toISOString();
    const meta = { correlationId: id, ...META };
    const envelope = { id, type, schemaVersion: 1, source: 'sequences', time, meta, body };
    const headers = encodeEnvelope(envelope);
    headers.set('Nats-Msg-Id', randomUUID());
    this.#ground.bus.nats.publish(ipamCommandSubject(type), body, { headers });
  }

  /** Once a message is handled, or refused, that is noted in the transaction that does it. */
  async #done(id: string): Promise<void> {
    await until(
      async () => {
        const { rows } = await this.#ground.database.query(
          `select 1 from inbox where message = $1
             and consumer in ('ipam-commands', 'ipam-rejections') limit 1`,
          [id],
        );
        return rows.length > 0;
      },
      { timeout: AT_MOST_MS, every: 10, message: `message ${id} to be handled` },
    );
  }
}

const ASKS: Readonly<Record<Way, number>> = {
  asked: 1,
  'asked twice': 2,
  sent: 0,
  'sent twice': 0,
  'asked and sent': 1,
};
const SENDS: Readonly<Record<Way, number>> = {
  asked: 0,
  'asked twice': 0,
  sent: 1,
  'sent twice': 2,
  'asked and sent': 1,
};
