import { randomUUID } from 'node:crypto';
import type { JobView } from '@ferrule/provisioning-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { followJob } from '../job/job-follower.ts';
import { expectCompleted } from '../job/job-outcome.ts';
import { send } from '../job/taken-job.ts';
import type { OpenSession } from '../session.ts';
import { printFacts } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { NETWORKS } from './paths.ts';
import { takesRequest } from './provision-options.ts';
import { provisionRequest, type ProvisionOptions } from './provision-request.ts';

const print = async (
  terminal: Terminal,
  { result, plan, datacenter, warnings }: JobView,
): Promise<void> => {
  terminal.print(`In ${terminal.paint('bold', datacenter)} it would be`);
  if (result !== null)
    printFacts(terminal, [
      ['subnet', result.subnet],
      ['gateway', result.gateway],
      ['VLAN', result.vlanId],
      ['service VLAN', result.serviceVlan],
      ['DHCP range', result.dhcpRange],
      ['IPv6', result.ipv6Subnet],
    ]);
  terminal.print('');
  // It pulls in more than most commands need.
  const { printPlan } = await import('../job/plan-diff.ts');
  if (plan !== null) printPlan(terminal, { ...plan, warnings });
  terminal.note('Nothing was taken, and nothing written.');
};

export const addPlan = (network: Command, open: OpenSession): void => {
  takesRequest(network.command('plan'))
    .description('what provisioning it would take and write, without doing so')
    .option('--wait <seconds>', 'for at most so long', wholeNumber(1, 86_400), 60)
    .addHelpText(
      'after',
      examples(
        ['ferrule network plan --client acme-corp --datacenter DC1 --size /24', 'as a diff'],
        ['ferrule network plan --file request.json --json', 'for a program'],
      ),
    )
    .action(async (options: ProvisionOptions, command: Command) => {
      const { terminal, json, printJson, ...session } = await open(command);
      const request = await provisionRequest(options, terminal);
      const api = session.api();
      const body = { ...request, dryRun: true };
      const { jobId } = await send(api, `${NETWORKS}/provision`, `cli-${randomUUID()}`, { body });
      const deadline = performance.now() + options.wait * 1000;
      const followed = await followJob(api, terminal, jobId, {
        deadline,
        quiet: true,
        isNew: true,
      });
      if (json && followed.job !== undefined) printJson(followed.job);
      expectCompleted(jobId, followed, options.wait);
      if (!json && followed.job !== undefined) await print(terminal, followed.job);
    });
};
