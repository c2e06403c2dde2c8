import type { QuotaView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import type { Colour } from '../terminal.ts';
import { addList } from './catalog.ts';
import { quotaPath } from './paths.ts';

const most = wholeNumber(0, Number.MAX_SAFE_INTEGER);

const of = (has: number, limit: number | null): string =>
  `${has.toLocaleString('en')} of ${limit === null ? 'any' : limit.toLocaleString('en')}`;

const colour = (has: number, limit: number | null): Colour | undefined =>
  limit !== null && has >= limit ? 'red' : undefined;

export const addQuotaCommands = (ipam: Command, open: OpenSession): void => {
  const quota = ipam
    .command('quota')
    .description('quotas: how much tenants may have')
    .addHelpText('after', examples(['ferrule ipam quota list', 'and how much they have']));
  addList<QuotaView>(quota, open, {
    path: '/api/v1/ipam/quotas',
    member: 'quotas',
    description: 'how much tenants may have, and have',
    example: ['ferrule ipam quota list', 'who is at an end'],
    columns: [
      { title: 'TENANT', text: ({ tenant }) => tenant, least: 8 },
      {
        title: 'NETWORKS',
        text: ({ networks, maxNetworks }) => of(networks, maxNetworks),
        colour: ({ networks, maxNetworks }) => colour(networks, maxNetworks),
      },
      {
        title: 'IPV4 ADDRESSES',
        text: ({ addresses, maxAddresses }) => of(addresses, maxAddresses),
        colour: ({ addresses, maxAddresses }) => colour(addresses, maxAddresses),
      },
    ],
    empty: 'Nobody has a quota: everybody may have what there is.',
  });
  quota
    .command('set')
    .argument('<tenant>', 'its id')
    .description('say how much a tenant may have; what is not named has no limit')
    .option('--networks <n>', 'at most so many networks', most)
    .option('--addresses <n>', 'at most so many IPv4 addresses', most)
    .option('--unlimited', 'neither')
    .addHelpText(
      'after',
      examples(['ferrule ipam quota set acme --networks 20 --addresses 4096', 'no more than that']),
    )
    .action(
      async (
        tenant: string,
        options: { networks?: number; addresses?: number; unlimited?: true },
        command: Command,
      ) => {
        const { networks, addresses, unlimited } = options;
        const isLimited = networks !== undefined || addresses !== undefined;
        if (isLimited === (unlimited === true))
          throw usage('say how much: --networks N, --addresses N, or --unlimited.');
        const { api, json, printJson, terminal } = await open(command);
        const body = { maxNetworks: networks ?? null, maxAddresses: addresses ?? null };
        const set = await api().ask<QuotaView>(quotaPath(tenant), { method: 'PUT', body });
        if (json) printJson(set);
        else
          terminal.print(
            `${terminal.paint('bold', tenant)} has ${of(set.networks, set.maxNetworks)} networks and ${of(set.addresses, set.maxAddresses)} IPv4 addresses`,
          );
      },
    );
};
