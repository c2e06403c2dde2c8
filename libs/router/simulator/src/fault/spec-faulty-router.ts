import { beforeEach } from '@jest/globals';
import { encodeSentence } from '@ferrule/routeros';
import type { RawClient } from '../spec-client.ts';
import { stage } from '../spec-stage.ts';
import type { Simulator } from '../start-simulator.ts';

export const identity = '/system/identity/print';
export const row = ['!re', '=name=MikroTik'];

export const vlan = (id: number) => [
  '/interface/vlan/add',
  `=name=v${id}`,
  `=vlan-id=${id}`,
  '=interface=ether1',
];

/** In one segment, so that one turn of the router has them all. */
export const together = (client: RawClient, ...commands: readonly (readonly string[])[]) =>
  client.socket.write(Buffer.concat(commands.map((words) => encodeSentence(words))));

/** How many pieces arrived until the reply was whole. */
export const segments = async (client: RawClient, ...words: string[]) => {
  const pieces: Buffer[] = [];
  client.socket.on('data', (chunk) => pieces.push(chunk));
  await client.talk(...words);
  return pieces;
};

/** A router with two users for each spec of a file. */
export const faultyRouter = () => {
  const { start, dial, keep } = stage();
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await start({
      users: [
        { name: 'admin', password: '' },
        { name: 'eve', password: '' },
      ],
    });
  });
  return {
    keep,
    start,
    get simulator() {
      return simulator;
    },
    dial: (user?: string) => dial(simulator, user),
    vlans: async () => {
      const { rows } = await simulator.router.run(['/interface/vlan/print']);
      return rows.map(({ name }) => name);
    },
  };
};
