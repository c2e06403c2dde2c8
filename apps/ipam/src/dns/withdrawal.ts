import { ServerUnreachable } from '@ferrule/dns';
import type { NameServers } from './name-servers.ts';
import { namesAnswered } from './names-metrics.ts';
import { type Names, type NamesRows, type RecordRow, setState } from './names-rows.ts';

/** By server and zone, as far as servers are asked. */
export const byPlace = (records: readonly RecordRow[]) => [
  ...Map.groupBy(records, ({ server, zone }) => `${server} ${zone}`).values(),
];

/** Takes records from their servers: none but a network's own. */
export class Withdrawal {
  constructor(
    private readonly rows: NamesRows,
    private readonly servers: NameServers,
  ) {}

  async run(names: Names): Promise<void> {
    const { networkId, records } = names;
    const staying = records.filter(({ state }) => state !== 'going');
    if (staying.length > 0) {
      const reason = names.reason ?? 'nobody said why';
      await this.rows.change(
        names,
        [{ type: 'NamesWithdrawalStarted', data: { networkId, reason } }],
        (client) => setState(client, networkId, 'going', staying),
      );
    }
    await this.remove(names, records);
    await this.rows.change(
      names,
      [{ type: 'NamesWithdrawn', data: { networkId, records: records.length } }],
      (client) =>
        client.query(
          `update names set status = 'withdrawn', asked = null, deadline = null, attempts = 0,
             due_at = null, waiting_since = null, trouble = null, notes = '{}' where network_id = $1`,
          [networkId],
        ),
    );
    namesAnswered.add(1, { outcome: 'withdrawn' });
  }

  /** After a refusal: what it left behind. */
  async tidy(names: Names): Promise<void> {
    await this.remove(
      names,
      names.records.filter(({ state }) => state === 'going'),
    );
    await this.rows.change(names, [], (client) =>
      client.query(
        'update names set due_at = null, attempts = 0, waiting_since = null where network_id = $1',
        [names.networkId],
      ),
    );
  }

  async remove({ networkId }: Names, records: readonly RecordRow[]): Promise<void> {
    for (const some of byPlace(records)) {
      const [first] = some;
      if (first === undefined) continue;
      const server = this.servers.named(first.server);
      if (server === undefined)
        throw new ServerUnreachable(`${first.server} is no longer in the list of servers`);
      await server.remove(first.zone, some, networkId);
      await this.rows.forget(networkId, some);
    }
  }
}
