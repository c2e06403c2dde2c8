import type { LedgerFilter } from '@ferrule/audit-contracts';
import type { Command } from 'commander';
import type { Query } from '../api-client.ts';

type Options = Omit<LedgerFilter, 'correlationId'> & { readonly job?: string };

/** The same words for search and export. */
export const withFilter = (command: Command): Command =>
  command
    .option('--from <time>', 'what happened at this moment or later, such as 2026-01-31T12:00:00Z')
    .option('--to <time>', 'what happened before this moment')
    .option('--actor <name>', 'who did it')
    .option('--tenant <name>', 'for whom')
    .option('--source <service>', 'the service that recorded it')
    .option('--type <name>', 'what happened, such as NetworkAllocated')
    .option('--job <id>', 'what belongs to one job')
    .option('--datacenter <id>', 'where')
    .option('--router <id>', 'on which router')
    .option('--network <id>', 'with which network')
    .option('--address <prefix>', 'what names an address, or a prefix around it')
    .option('--text <words>', 'what a body holds, as it stands there');

export const filterOf = (options: Options): Query => ({
  from: options.from,
  to: options.to,
  actor: options.actor,
  tenant: options.tenant,
  source: options.source,
  type: options.type,
  correlationId: options.job,
  datacenter: options.datacenter,
  router: options.router,
  network: options.network,
  address: options.address,
  text: options.text,
});
