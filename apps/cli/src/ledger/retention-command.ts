import type { Retention } from '@ferrule/audit-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import { Table } from '../table.ts';

interface RetentionOptions {
  readonly tenant?: string;
  readonly days?: number;
  readonly forever?: true;
  readonly reason?: string;
}

export const addRetentionCommand = (audit: Command, open: OpenSession): void => {
  audit
    .command('retention')
    .description('how long tenants keep the bodies of their events')
    .option('--tenant <name>', 'whose to set')
    .option('--days <n>', 'for so long', wholeNumber(1, 36_500))
    .option('--forever', 'for ever')
    .option('--reason <text>', 'why')
    .addHelpText(
      'after',
      examples(
        ['ferrule audit retention', 'as it is'],
        ['ferrule audit retention --tenant acme --days 365 --reason "contract"', 'set it'],
      ),
    )
    .action(async ({ tenant, days, forever, reason }: RetentionOptions, command: Command) => {
      const { api: connect, json, printJson, terminal } = await open(command);
      const api = connect();
      if (tenant !== undefined) {
        if ((days === undefined) === (forever === undefined))
          throw usage('Say --days or --forever.');
        if (reason === undefined) throw usage('Say why: --reason.');
        const body = { days: days ?? null, reason };
        const path = `/api/v1/audit/retention/${encodeURIComponent(tenant)}`;
        printJson(await api.ask<Retention>(path, { method: 'PUT', body }));
        return;
      }
      const { retention } = await api.get<{ retention: readonly Retention[] }>(
        '/api/v1/audit/retention',
      );
      if (json) retention.forEach(printJson);
      else if (retention.length === 0) terminal.note('Every tenant keeps everything.');
      else
        new Table<Retention>(terminal, [
          { title: 'TENANT', text: (one) => one.tenant },
          { title: 'DAYS', text: (one) => String(one.days) },
        ]).print(retention);
    });
};
