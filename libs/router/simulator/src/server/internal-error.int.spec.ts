import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from '@ferrule/testing';
import { handle } from '../command/handlers.ts';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator, SimulatorSettings } from '../start-simulator.ts';

let simulator: Simulator;
let client: RawClient;
let told: string;

const begin = async (settings: SimulatorSettings = {}) => {
  simulator = await startSimulator(settings);
  client = await RawClient.to(simulator.port);
};

beforeEach(() => {
  told = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});

afterEach(async () => {
  jest.restoreAllMocks();
  client.close();
  await simulator.stop();
});

const broken = (): never => {
  throw new TypeError('a bug');
};

handle('/broken/at-once', 'read', broken);
handle('/broken/later', 'read', () => Promise.reject(new TypeError('a bug')));
handle('/broken/half-way', 'read', () => ({
  rows: (function* () {
    for (let count = 0; count < 300; count += 1) yield [['count', String(count)]] as const;
    broken();
  })(),
}));

const internalError = [
  ['!trap', '=category=4', '=message=failure: internal error', '.tag=t'],
  ['!done', '.tag=t'],
];

const goesOn = async () => {
  expect(await client.rows('/system/identity/print')).toEqual([{ name: 'MikroTik' }]);
};

describe('an error of the simulator itself', () => {
  it.each(['at-once', 'later', 'half-way'])(
    'that comes %s is answered with a trap, and the connection goes on',
    async (when) => {
      await begin();
      const replies = await client.talk(`/broken/${when}`, '.tag=t');
      expect(replies.filter(([kind]) => kind !== '!re')).toEqual(internalError);
      await goesOn();
    },
  );

  it('in an effect is answered with a trap, and the connection goes on', async () => {
    await begin();
    jest.spyOn(simulator.router.router, 'now').mockImplementation(broken);
    expect(
      await client.talk('/ip/firewall/address-list/add', '=list=l', '=address=192.0.2.1', '.tag=t'),
    ).toEqual(internalError);
    await goesOn();
  });

  it('in what is read while rows are sent ends that print only', async () => {
    await begin();
    await client.talk('/interface/bridge/add', '=name=br');
    jest.spyOn(simulator.router.router, 'macFor').mockImplementation(broken);
    const replies = await client.talk('/interface/bridge/print', '.tag=t');
    expect(replies).toEqual(internalError);
    await goesOn();
  });

  it('in what a listener is told does not reach who made the change', async () => {
    await begin();
    client.send('/interface/bridge/listen', '.tag=t');
    await goesOn();
    const spy = jest.spyOn(simulator.router.router, 'macFor').mockImplementation(broken);
    await simulator.router.run(['/interface/bridge/add', '=name=br']);
    expect([await client.next(), await client.next()]).toEqual(internalError);
    spy.mockRestore();
    await goesOn();
  });

  it.each(['arrived', 'executed'] as const)(
    'in an interceptor that is told what %s is answered too',
    async (when) => {
      const meets = (words: readonly string[]) => words[0] === '/ip/address/print';
      await begin({
        interceptor: {
          [when]: (_: unknown, words: readonly string[]) => {
            if (meets(words)) broken();
            return when === 'arrived' ? 'run' : 'reply';
          },
        },
      });
      expect(await client.talk('/ip/address/print', '.tag=t')).toEqual(internalError);
      await goesOn();
    },
  );

  it('is in the journal and on standard error, with its place, and without what was written', async () => {
    await begin();
    await client.talk('/broken/at-once', '=password=secret');
    const { entries } = simulator.router.journal;
    expect(entries.filter(({ failure }) => failure !== undefined)).toMatchObject([
      {
        connection: 1,
        user: 'admin',
        words: ['/broken/at-once'],
        failure: expect.stringMatching(/TypeError: a bug\n.*at /u),
      },
    ]);
    expect(told).toContain('/broken/at-once: TypeError: a bug');
    expect(told).not.toContain('secret');
  });

  it('in a script that nobody waits for is in the log of the router', async () => {
    await begin();
    jest.spyOn(simulator.router.router, 'now').mockImplementationOnce(broken);
    await client.talk('/execute', '=script=/ip firewall address-list add list=l address=192.0.2.1');
    await until(async () => (await client.rows('/log/print')).length > 0);
    expect(await client.rows('/log/print')).toMatchObject([
      { topics: 'script,error', message: 'script error: failure: internal error' },
    ]);
    expect(told).toContain('a script: TypeError: a bug');
  });

  it('in what the scheduler finds due is told, and the router goes on', async () => {
    await begin();
    jest.spyOn(simulator.router, 'runDueScripts').mockRejectedValue(new TypeError('a bug'));
    await until(() => told.includes('the scheduler: TypeError: a bug'));
    await goesOn();
  });
});
