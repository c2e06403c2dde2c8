import { X509Certificate } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { RouterDriver } from '@ferrule/router-domain';
import { NodeRouterOsDriver, RouterOsDriver, type RouterOsAddress } from '@ferrule/routeros';
import { contractSuite, leakGuard } from '@ferrule/testing';
import { startFakeRouter } from '../fake/fake-router.ts';
import { selfSigned } from '../fake/self-signed.ts';
import type { Fault, Meet } from './fault.ts';
import { lineFaults } from './line-faults.ts';
import { replyFaults } from './reply-faults.ts';

leakGuard();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const own = selfSigned('router.example');
const print = { command: '/interface/print' };
const overTls: readonly Fault[] = [
  {
    name: 'speaks TLS with a router that somebody vouches for, and with no other',
    holds: async (meet) => {
      const tls = { ca: own.cert, serverName: 'router.example' };
      const { driver } = await meet(({ reply }) => reply('!done'), { fake: { tls: own }, tls });
      await expect(driver.send(print)).resolves.toEqual({ rows: [] });
      const { driver: doubting } = await meet(({ reply }) => reply('!done'), {
        fake: { tls: own },
        tls: {},
      });
      await expect(doubting.send(print)).rejects.toThrow('self-signed certificate');
    },
  },
  {
    name: 'knows a self-signed certificate by its fingerprint',
    holds: async (meet) => {
      const tls = { fingerprint256: new X509Certificate(own.cert).fingerprint256 };
      const { driver } = await meet(({ reply }) => reply('!done'), { fake: { tls: own }, tls });
      await expect(driver.send(print)).resolves.toEqual({ rows: [] });
    },
  },
];
const all = [...replyFaults, ...lineFaults, ...overTls];

/** What an adapter cannot do is named, and has to fail: one day it may not. */
const driverContract = (cannot: readonly string[]) =>
  contractSuite<Meet>('a router driver', (meet) => {
    for (const { name, holds } of all) {
      if (cannot.includes(name))
        it(`CANNOT: ${name}`, async () => {
          await expect(holds(meet())).rejects.toThrow();
        });
      else
        it(name, async () => {
          await expect(holds(meet())).resolves.toBeUndefined();
        });
    }
  });

const meeting =
  (make: (address: RouterOsAddress) => RouterDriver): (() => { subject: Meet }) =>
  () => ({
    subject: async (answer, { fake, tls } = {}) => {
      const router = await startFakeRouter(answer, fake);
      const address = { host: '127.0.0.1', port: router.port, user: 'admin', password: 'p' };
      const driver = make(tls === undefined ? address : { ...address, tls });
      open.push(driver, router);
      return { driver, router };
    },
  });

const cannot = [
  'takes no rows for an answer when the router says so by !empty',
  'carries text of every language both ways',
  'keeps the category of a refusal',
  'reads a reply whose last byte comes in a packet of its own',
  'reads a reply that comes byte by byte',
  'is not harmed by a second answer to the same command',
  'tells the router to stop what it gave up',
  'says what a refusal without a tag says, and goes on',
  'keeps within a bound what the router has to answer at a time',
  'holds the router back while nobody takes its rows',
  'knows a self-signed certificate by its fingerprint',
];

driverContract([])(
  'RouterOsDriver',
  meeting((address) => new RouterOsDriver(address)),
);
driverContract(cannot)(
  'NodeRouterOsDriver',
  meeting((address) => new NodeRouterOsDriver({ ...address, commandTimeoutMs: 1_000 })),
);

describe('what an adapter cannot do', () => {
  it('is named as the contract names it', () => {
    expect(cannot.filter((name) => !all.some((fault) => fault.name === name))).toEqual([]);
  });
});
