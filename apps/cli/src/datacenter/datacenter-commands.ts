import { randomUUID } from 'node:crypto';
import type { DatacenterView } from '@ferrule/inventory-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { follow, type FollowOptions, send } from '../job/taken-job.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';
import { encapsulationOf, pathOf, showDatacenter } from './datacenter-display.ts';
import { addConfigure, addMaintenance, addRegister } from './datacenter-orders.ts';

const addPrepare = (datacenter: Command, open: OpenSession): void => {
  const example = `ferrule ${datacenter.name()} prepare DC1`;
  datacenter
    .command('prepare')
    .argument('<datacenter>', 'its id')
    .description("put the base configuration on the datacenter's router; what is there stays")
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same job')
    .option('--wait <seconds>', 'follow for at most so long', wholeNumber(0, 86_400), 120)
    .option('--async', 'do not follow')
    .addHelpText('after', examples([example, 'once, before its first network']))
    .action(async (id: string, options: FollowOptions & { key?: string }, command: Command) => {
      const session = await open(command);
      const api = session.api();
      const path = pathOf(id, 'prepare');
      const taken = await send(api, path, options.key ?? `cli-${randomUUID()}`);
      await follow(session, api, taken, options);
    });
};

const addList = (datacenter: Command, open: OpenSession): void => {
  datacenter
    .command('list')
    .description('all datacenters')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule dc list', 'which there are, and how they are built']))
    .action(async ({ limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: datacenters, next } = await collect<DatacenterView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{
            datacenters: readonly DatacenterView[];
            next: string | null;
          }>('/api/v1/datacenters', { limit: size, cursor });
          return { items: page.datacenters, next: page.next };
        },
      );
      if (json) {
        printJson({ datacenters, next });
        return;
      }
      new Table<DatacenterView>(terminal, [
        { title: 'DC', text: ({ datacenterId }) => datacenterId },
        { title: 'NAME', text: ({ name }) => name, least: 6 },
        { title: 'UPLINK', text: ({ uplink, bridge }) => bridge ?? uplink, least: 6 },
        { title: 'CARRIES', text: encapsulationOf, least: 4 },
        { title: 'SUPERNETS', text: ({ supernets }) => supernets.join(', '), least: 9 },
        {
          title: 'STATUS',
          text: ({ maintenanceReason }) => (maintenanceReason === null ? 'active' : 'maintenance'),
          colour: ({ maintenanceReason }) => (maintenanceReason === null ? undefined : 'yellow'),
        },
      ]).print(datacenters);
      if (datacenters.length === 0) terminal.note('There are no datacenters yet.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

const addShow = (datacenter: Command, open: OpenSession): void => {
  datacenter
    .command('show')
    .argument('<datacenter>', 'its id')
    .description('one datacenter')
    .addHelpText('after', examples(['ferrule dc show DC1', 'how its routers are configured']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      const view = await session.api().get<DatacenterView>(pathOf(id));
      showDatacenter(session, view);
    });
};

export const addDatacenterCommands = (program: Command, open: OpenSession): void => {
  const dc = program
    .command('dc')
    .description('datacenters: which there are, and what all networks of one share')
    .addHelpText('after', examples(['ferrule dc list', 'which there are']));
  addList(dc, open);
  addShow(dc, open);
  addRegister(dc, open);
  addConfigure(dc, open);
  addMaintenance(dc, open);
  addPrepare(dc, open);
  // As it was called first.
  const datacenter = program
    .command('datacenter', { hidden: true })
    .description('the same as dc')
    .addHelpText(
      'after',
      examples(['ferrule datacenter prepare DC1', 'put the base on its router']),
    );
  addPrepare(datacenter, open);
};
