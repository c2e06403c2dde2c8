import { describe, expect, it } from '@jest/globals';
import type { RouterDriver } from '@ferrule/router-domain';
import {
  NodeRouterOsDriver,
  parseRouterOsUrl,
  RouterOsDriver,
  type RouterOsAddress,
} from '@ferrule/routeros';
import { startSimulator, type SimulatorSettings } from '@ferrule/router-simulator-core';
import { contractSuite, leakGuard, type Opened } from '@ferrule/testing';
import { faultProperties, type Simulated } from './fault-properties.ts';
import { plainProperties } from './plain-properties.ts';
import type { Ground, Property } from './property.ts';
import { struckProperties } from './struck-properties.ts';

leakGuard();

/** Properties as a contract; what an adapter cannot do is named, and has to fail: one day it may not. */
const contract = <Place extends Ground>(
  properties: readonly Property<Place>[],
  cannot: readonly string[],
) =>
  contractSuite<Place>('a router driver', (ground) => {
    for (const { name, holds } of properties)
      if (cannot.includes(name))
        it(`CANNOT: ${name}`, async () => {
          await expect(holds(ground())).rejects.toThrow();
        });
      else
        it(name, async () => {
          await expect(holds(ground())).resolves.toBeUndefined();
        });
  });

interface Adapter {
  readonly name: string;
  readonly make: (address: RouterOsAddress) => RouterDriver;
  readonly cannot: readonly string[];
  /** Where the router says `!empty`, as it does from 7.18 on. */
  readonly cannotSince718: readonly string[];
}

const adapters: readonly Adapter[] = [
  {
    name: 'RouterOsDriver',
    make: (address) => new RouterOsDriver(address),
    cannot: [],
    cannotSince718: [],
  },
  {
    name: 'NodeRouterOsDriver',
    make: (address) =>
      new NodeRouterOsDriver({ ...address, commandTimeoutMs: 2_000, connectTimeoutMs: 2_000 }),
    cannot: [
      'writes and reads text of every language',
      'says which kind of refusal it was, where the router says so',
      'reads replies that come byte by byte',
      'reads replies whose last byte comes later',
      'knows a router by the fingerprint of its certificate, and no other',
      'goes on after a router that says what it says byte by byte',
      'goes on after a router that crashes after it has saved, and is away',
      'goes on after a router that refuses without a tag',
    ],
    cannotSince718: ['finds nothing where there is nothing'],
  },
];

const grounds = (address: RouterOsAddress, make: Adapter['make']) => {
  const drivers: RouterDriver[] = [];
  const open = (other: Partial<RouterOsAddress> = {}) => {
    const driver = make({ ...address, ...other });
    drivers.push(driver);
    return driver;
  };
  return {
    ground: { address, open, driver: open() },
    close: async () => {
      await Promise.all(drivers.map((driver) => driver.close()));
    },
  };
};

const simulated =
  (make: Adapter['make'], settings: SimulatorSettings) => async (): Promise<Opened<Simulated>> => {
    const users = [
      { name: 'admin', password: 'geheim' },
      { name: 'reader', password: 'geheim', group: 'read' },
    ];
    const simulator = await startSimulator({ ...settings, tls: true, users });
    const address = { host: '127.0.0.1', port: simulator.port, user: 'admin', password: 'geheim' };
    const { ground, close } = grounds(address, make);
    return {
      subject: {
        ...ground,
        simulator,
        fault: (interceptor) => {
          simulator.router.interceptor = interceptor;
        },
      },
      close: async () => {
        await close();
        await simulator.stop();
      },
    };
  };

for (const { name, make, cannot, cannotSince718 } of adapters) {
  const all = [...cannot, ...cannotSince718];
  contract([...plainProperties, ...faultProperties, ...struckProperties], all)(
    `${name} on a simulated 7.24`,
    simulated(make, { profile: '7.24', tags: 'last' }),
  );
  contract(plainProperties, cannot)(
    `${name} on a simulated 7.16`,
    simulated(make, { profile: '7.16', tags: 'first' }),
  );
}

const url = process.env['ROUTEROS_URL'];
if (url === undefined)
  describe('a router driver on a real router', () => {
    it('was not tried, because ROUTEROS_URL names none', () => {
      expect(url).toBeUndefined();
    });
  });
else
  for (const { name, make, cannot, cannotSince718 } of adapters)
    contract(plainProperties, [...cannot, ...cannotSince718])(
      `${name} on the router of ROUTEROS_URL`,
      () => {
        const { ground, close } = grounds(parseRouterOsUrl(url), make);
        return { subject: ground, close };
      },
    );

describe('what an adapter cannot do', () => {
  it('is named as the contract names it', () => {
    const all = [...plainProperties, ...faultProperties, ...struckProperties];
    const names = all.map((property) => property.name);
    const claimed = adapters.flatMap(({ cannot, cannotSince718 }) => [
      ...cannot,
      ...cannotSince718,
    ]);
    expect(claimed.filter((name) => !names.includes(name))).toEqual([]);
  });
});
