import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { useStack } from './stack.ts';

const stack = useStack();
const CLIENTS = join(import.meta.dirname, '../clients');

/** Runs a client as its author would: node, the package `nats`, and addresses from the environment. */
const run = async (file: string, user: string, datacenter = 'DC1'): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(CLIENTS, file)], {
    timeout: 110_000,
    env: {
      PATH: process.env['PATH'],
      NATS_URL: stack.addresses.nats,
      NATS_USER: user,
      NATS_PASSWORD: await stack.password(user),
      API_URL: stack.addresses.api,
      API_KEY: stack.addresses.key,
      DATACENTER: datacenter,
    },
  });
  return stdout;
};

const STORY = [
  'A network for machines:',
  '  NetworkProvisionAccepted job-[0-9a-f]{24}',
  '  NetworkProvisionCompleted',
  '  net-[0-9a-f]{16}: [0-9.]+/28, gateway [0-9.]+, VLAN \\d+( in 1000)?',
  'A machine on it:',
  '  vm-1 has [0-9.]+',
  'Taken down too early:',
  '  NetworkDeprovisionRejected NETWORK_IN_USE',
  '  .*vm-1.*',
  'Taken down after the machine:',
  '  NetworkDeprovisionAccepted job-[0-9a-f]{24}',
  '  NetworkDeprovisionCompleted',
  '  net-[0-9a-f]{16} is released',
];
const story = new RegExp(`^${STORY.join('\n')}\n$`, 'u');

describe('a platform of virtual machines that knows only the AsyncAPI document', () => {
  it.each(['DC1', 'DC2'])(
    'has a network made in %s, attaches a machine, detaches it and has all taken down',
    async (datacenter) => {
      const told = await run('vm-platform.mjs', 'vms', datacenter);
      expect(told).toMatch(story);
      expect(told.includes(' in 1000')).toBe(datacenter === 'DC2');
    },
    120_000,
  );

  it('repeats its command until it is heard, while the service that hears it is killed', async () => {
    const story_ = run('vm-platform.mjs', 'vms');
    process.kill(await stack.pidOf('provisioning-saga'), 'SIGKILL');
    expect(await story_).toMatch(story);
  }, 120_000);
});

describe('a billing system', () => {
  it('is told of its network, of a mistake, and that a foreign subject is closed to it', async () => {
    const told = await run('publish-network.mjs', 'billing');
    expect(told).toMatch(/NetworkProvisionCompleted job-/u);
    expect(told).toMatch(/VALIDATION_FAILED, size: /u);
    expect(told).toMatch(/refused: .*Permissions Violation/u);
  }, 60_000);
});
