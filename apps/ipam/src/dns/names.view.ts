import { gatewayName, IPAM_QUERIES, type NetworkNamesView } from '@ferrule/ipam-contracts';
import { isWithin, type Scoped } from '@ferrule/kernel';
import { Answers } from '@ferrule/messaging';
import { poolOf } from '@ferrule/service';
import { scopeOf } from '@ferrule/validation';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { unknownNetwork } from '../network/unknown-network.ts';
import { networkFacts } from './names-plan.ts';
import { recordsOf } from './names-rows.ts';

interface Row {
  readonly zone: string;
  readonly status: NetworkNamesView['status'];
  readonly notes: readonly string[];
  readonly trouble: string | null;
  readonly waiting: number | null;
  readonly checked_at: Date | null;
}

/** The names of a network, where they are, and what is not as it should be. */
@Controller()
export class NamesView {
  constructor(private readonly dataSource: DataSource) {}

  @Answers(IPAM_QUERIES.namesOf)
  async get(
    @Payload() { networkId, scope }: Scoped<{ networkId: string }>,
  ): Promise<NetworkNamesView> {
    const pool = poolOf(this.dataSource);
    const network = await networkFacts(pool, networkId);
    if (network === undefined || !isWithin(scopeOf({ scope }), network))
      throw unknownNetwork(networkId);
    const { rows } = await pool.query<Row>(
      `select zone, status, notes, trouble, checked_at,
         round(extract(epoch from clock_timestamp() - waiting_since), 1)::float8 as waiting
       from names where network_id = $1`,
      [networkId],
    );
    const [names] = rows;
    const records = await recordsOf(pool, networkId);
    return {
      networkId,
      status: names?.status ?? 'unpublished',
      zone: names?.zone ?? null,
      gateway: names ? gatewayName(network, names.zone) : null,
      records: records.map(({ confirmed: _, ...record }) => record),
      notes: names ? [...names.notes, ...(names.trouble === null ? [] : [names.trouble])] : [],
      waitingSeconds: names?.waiting ?? null,
      checkedAt: names?.checked_at?.toISOString() ?? null,
    };
  }
}
