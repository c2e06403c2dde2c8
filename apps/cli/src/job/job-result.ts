import type { JobView } from '@ferrule/provisioning-contracts';
import { printFacts } from '../table.ts';
import type { Terminal } from '../terminal.ts';

const headline = (terminal: Terminal, job: JobView): string | undefined => {
  const { result, networkId, datacenter, removal, children, status } = job;
  if (children !== null) {
    const { total, completed, failed, cancelled, needsOperator } = children;
    return `${completed} of ${total} networks are provisioned; ${failed} failed, ${cancelled} were cancelled, ${needsOperator} need an operator`;
  }
  if (networkId === null)
    return status === 'COMPLETED' ? `${terminal.paint('bold', datacenter)} is prepared` : undefined;
  const name = terminal.paint('bold', networkId);
  if (removal !== null)
    return status === 'COMPLETED' ? `${name} is released; its addresses rest a while` : undefined;
  return result === null ? undefined : `${name} is ${result.status} in ${datacenter}`;
};

/** What came out of a job, with everything that attaching a machine takes. */
export const printResult = (terminal: Terminal, job: JobView): void => {
  const { result, request, warnings } = job;
  const line = headline(terminal, job);
  if (line !== undefined) {
    terminal.print('');
    terminal.print(line);
  }
  if (result !== null)
    printFacts(terminal, [
      ['subnet', result.subnet],
      ['gateway', result.gateway],
      ['VLAN', result.vlanId],
      ['service VLAN', result.serviceVlan],
      ['DHCP range', result.dhcpRange],
      ['IPv6', result.ipv6Subnet],
      ['IPv6 gateway', result.ipv6Gateway],
      ['DNS zone', request?.dnsZone],
      ['client', request?.clientId ?? null],
      ['job', job.jobId],
    ]);
  for (const warning of warnings)
    terminal.print(`${terminal.paint('yellow', 'Warning:')} ${warning}.`);
};
