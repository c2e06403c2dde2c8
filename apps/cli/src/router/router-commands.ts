import type { RouterView } from '@ferrule/inventory-contracts';
import type { Probe } from '@ferrule/router-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { refused, usage } from '../failure.ts';
import { collect } from '../page.ts';
import type { OpenSession } from '../session.ts';
import { pathOf, REACHABILITY, showRouter } from './router-display.ts';
import { addConfigure, addRegister, addRotate } from './router-orders.ts';
import { printFacts, Table } from '../table.ts';

interface ListOptions {
  readonly limit: number;
  readonly dc?: string;
  readonly status?: string;
  readonly search?: string;
}

const addList = (router: Command, open: OpenSession): void => {
  router
    .command('list')
    .description('all routers')
    .option('--dc <id>', 'of one datacenter')
    .option('--status <status>', 'active, maintenance or retired')
    .option('--search <text>', 'any part of a name or an address')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 100)
    .addHelpText('after', examples(['ferrule router list --dc DC1', 'and whether they answer']))
    .action(async ({ limit, dc, status, search }: ListOptions, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items: routers, next } = await collect<RouterView, string>(
        limit,
        500,
        async (cursor, size) => {
          const page = await client.get<{ routers: readonly RouterView[]; next: string | null }>(
            '/api/v1/routers',
            { limit: size, cursor, datacenter: dc, status, search },
          );
          return { items: page.routers, next: page.next };
        },
      );
      if (json) {
        printJson({ routers, next });
        return;
      }
      new Table<RouterView>(terminal, [
        { title: 'ROUTER', text: ({ routerId }) => routerId },
        { title: 'DC', text: ({ datacenter }) => datacenter, least: 4 },
        { title: 'ADDRESS', text: ({ address, port }) => `${address}:${port}`, least: 9 },
        {
          title: 'STATUS',
          text: ({ status: is }) => is,
          colour: ({ status: is }) => (is === 'active' ? undefined : 'yellow'),
        },
        {
          title: 'ANSWERS',
          text: ({ reachability }) => reachability,
          colour: ({ reachability }) => REACHABILITY[reachability],
          least: 7,
        },
        { title: 'VERSION', text: ({ version }) => version ?? '', least: 5 },
        { title: 'BOARD', text: ({ board }) => board ?? '', least: 5 },
        { title: 'NETWORKS', text: ({ networks }) => String(networks) },
      ]).print(routers);
      if (routers.length === 0) terminal.note('There are no such routers.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

const addShow = (router: Command, open: OpenSession): void => {
  router
    .command('show')
    .argument('<router>', 'its id')
    .description('one router')
    .addHelpText('after', examples(['ferrule router show dc1-r1', 'what it is, and how it is']))
    .action(async (id: string, _options: object, command: Command) => {
      const session = await open(command);
      showRouter(session, await session.api().get<RouterView>(pathOf(id)));
    });
};

const addProbe = (router: Command, open: OpenSession): void => {
  router
    .command('probe')
    .argument('<router>', 'its id')
    .description('look at it now; ends with 1 when it does not answer')
    .addHelpText('after', examples(['ferrule router probe dc1-r1', 'does it answer?']))
    .action(async (id: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const probe = await api().ask<Probe>(pathOf(id, 'probe'), {
        method: 'POST',
        timeoutMs: 30_000,
      });
      if (json) printJson(probe);
      if (probe.status === 'unreachable')
        throw refused(`${id} does not answer: ${probe.failure ?? 'nobody knows why'}.`);
      if (json) return;
      terminal.print(
        `${terminal.paint('bold', id)} ${terminal.paint('green', 'answers')}, in ${probe.milliseconds} ms`,
      );
      printFacts(terminal, [
        ['identity', probe.identity],
        ['board', probe.board],
        ['version', probe.version],
        ['up for', probe.uptime],
      ]);
    });
};

const addMaintenance = (router: Command, open: OpenSession): void => {
  router
    .command('maintenance')
    .argument('<router>', 'its id')
    .description('its commands wait; or, with --end, go on')
    .option('--reason <text>', 'why, for whoever waits')
    .option('--end', 'it is over')
    .addHelpText(
      'after',
      examples(
        ['ferrule router maintenance dc1-r1 --reason "new fans"', 'nothing is changed on it'],
        ['ferrule router maintenance dc1-r1 --end', 'what waited is done'],
      ),
    )
    .action(async (id: string, options: { reason?: string; end?: true }, command: Command) => {
      const { reason, end } = options;
      if ((reason === undefined) === (end === undefined))
        throw usage('Say why with --reason TEXT, or that it is over with --end.');
      const session = await open(command);
      const asked =
        end === true
          ? { method: 'DELETE' as const }
          : { method: 'POST' as const, body: { reason } };
      showRouter(session, await session.api().ask<RouterView>(pathOf(id, 'maintenance'), asked));
    });
};

const addRetire = (router: Command, open: OpenSession): void => {
  router
    .command('retire')
    .argument('<router>', 'its id')
    .description('for good; refused while networks live on it')
    .requiredOption('--reason <text>', 'why')
    .addHelpText(
      'after',
      examples(['ferrule router retire dc1-r1 --reason "sold"', 'and forget its password']),
    )
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const session = await open(command);
      const asked = { method: 'POST', body: { reason } } as const;
      showRouter(session, await session.api().ask<RouterView>(pathOf(id, 'retire'), asked));
    });
};

export const addRouterCommands = (program: Command, open: OpenSession): void => {
  const router = program
    .command('router')
    .description('routers: which there are, how they are, and whether they are worked on')
    .addHelpText('after', examples(['ferrule router list', 'all of them']));
  addList(router, open);
  addShow(router, open);
  addProbe(router, open);
  addRegister(router, open);
  addConfigure(router, open);
  addRotate(router, open);
  addMaintenance(router, open);
  addRetire(router, open);
};
