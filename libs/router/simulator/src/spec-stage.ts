import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach } from '@jest/globals';
import { RawClient } from './spec-client.ts';
import { startSimulator } from './start-simulator.ts';
import type { Simulator, SimulatorSettings } from './start-simulator.ts';

/** Simulators and clients of the specs of one file; each spec's end with it. */
export const stage = () => {
  const clients: RawClient[] = [];
  const simulators: Simulator[] = [];
  afterEach(async () => {
    clients.splice(0).forEach((client) => client.close());
    await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
  });
  const keep = (client: RawClient) => {
    clients.push(client);
    return client;
  };
  return {
    keep,
    start: async (settings: SimulatorSettings = {}): Promise<Simulator> => {
      const simulator = await startSimulator(settings);
      simulators.push(simulator);
      return simulator;
    },
    dial: async ({ port }: Simulator, user?: string, password?: string): Promise<RawClient> =>
      keep(await RawClient.to(port, user, password)),
    /** Connected, and not logged in. */
    stranger: async ({ port }: Simulator): Promise<RawClient> => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      return keep(new RawClient(socket));
    },
  };
};
