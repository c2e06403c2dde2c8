/** A process of simulated routers that does what its parent asks, one thing after another. */
import { type Fault, type Simulator, startSimulator } from '@ferrule/router-simulator-core';

export type Ask =
  | { readonly do: 'start'; readonly routers: number }
  | {
      readonly do: 'fill';
      readonly menu: FilledMenu;
      readonly rows: number;
      readonly router: number;
      /** The number of the first one, and what they all carry in place of tags of their own. */
      readonly from?: number;
      readonly tag?: string;
    }
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'no faults' }
  | { readonly do: 'memory' };

export interface Answer {
  readonly ports?: readonly number[];
  readonly ids?: readonly string[];
  readonly rssMiB?: number;
  readonly peakMiB?: number;
  readonly error?: string;
}

const address = (n: number): string => `10.${(n >> 16) % 256}.${(n >> 8) % 256}.${n % 256}`;

/** Words that add the n-th row. */
export const ROWS = {
  '/ip/pool': (n: number) => [`=name=pool-${n}`, `=ranges=${address(n)}`],
  '/ip/firewall/address-list': (n: number) => [
    '=list=customers',
    `=address=${address(n)}`,
    `=comment=nnc-provisioned-${n}`,
  ],
  '/ipv6/firewall/address-list': (n: number) => [
    '=list=customers',
    `=address=2001:db8:${(n >> 16).toString(16)}:${(n & 65_535).toString(16)}::/64`,
    `=comment=nnc-provisioned-${n}`,
  ],
  '/interface/vlan': (n: number) => [
    `=name=vlan-${n}`,
    `=interface=ether${1 + Math.floor(n / 4_000)}`,
    `=vlan-id=${2 + (n % 4_000)}`,
    `=comment=nnc-provisioned-${n}`,
  ],
} as const;

export type FilledMenu = keyof typeof ROWS;

const simulators: Simulator[] = [];

const answer = async (ask: Ask): Promise<Answer> => {
  switch (ask.do) {
    case 'start':
      for (let n = 0; n < ask.routers; n += 1) simulators.push(await startSimulator());
      return { ports: simulators.map(({ port }) => port) };
    case 'fill': {
      const ids: string[] = [];
      for (let n = 0; n < ask.rows; n += 1) {
        const own = ROWS[ask.menu]((ask.from ?? 0) + n);
        const tagged =
          ask.tag === undefined
            ? own
            : [...own.filter((word) => !word.startsWith('=comment=')), `=comment=${ask.tag}`];
        const words = [`${ask.menu}/add`, ...tagged];
        ids.push((await simulators[ask.router]?.router.run(words))?.ret ?? '');
      }
      return { ids };
    }
    case 'fault':
      for (const { faults } of simulators) faults.add(ask.fault);
      return {};
    case 'no faults':
      for (const { faults } of simulators) faults.clear();
      return {};
    case 'memory':
      return {
        rssMiB: process.memoryUsage.rss() / 2 ** 20,
        peakMiB: process.resourceUsage().maxRSS / 2 ** 10,
      };
  }
};

if (process.send !== undefined) {
  process.once('disconnect', () => process.exit());
  process.on('message', (ask) => {
    answer(ask as Ask).then(
      (value) => process.send?.(value),
      (error: unknown) => process.send?.({ error: String(error) }),
    );
  });
}
