import { Dice } from './dice.ts';

export const DATACENTERS = ['DC1', 'DC2'] as const;
export type Datacenter = (typeof DATACENTERS)[number];

/** Some networks are asked for with names in it. */
export const ZONE = 'chaos.example';

export type Door = 'http' | 'bus';

/** What networks are asked for: one of each kind is made beforehand, in good weather, to compare with. */
export const SHAPES = {
  office: { size: '/26', options: {}, dnsZone: ZONE },
  vault: { size: '/28', options: { firewallProfile: 'isolated', enableDHCP: false } },
  market: { size: '/27', options: { firewallProfile: 'open' } },
  rack: { size: '/29', options: { enableDHCP: false }, dnsZone: ZONE },
} as const;
export type Shape = keyof typeof SHAPES;
const shapes = Object.keys(SHAPES) as Shape[];

interface Timed {
  /** Milliseconds from the beginning. */
  readonly at: number;
}

export type Order = Timed & { readonly door: Door } & (
    | {
        readonly wants: 'network';
        readonly datacenter: Datacenter;
        readonly shape: Shape;
        /** Sent so often at the same moment, under one id. */
        readonly copies: number;
      }
    /** One that is there by then; `which` from 0 to below 1 says how far down the list. */
    | { readonly wants: 'removal'; readonly which: number }
    | { readonly wants: 'nonsense'; readonly body: Readonly<Record<string, unknown>> }
  );

export const SERVICES = [
  'ipam',
  'provisioning-saga',
  'audit',
  'inventory',
  'notifier',
  'api',
  'router-gateway-DC1',
  'router-gateway-DC2',
] as const;

export type Blow = Timed &
  (
    | { readonly strikes: 'process'; readonly process: string }
    | { readonly strikes: 'bus store' }
    | { readonly strikes: 'lines' }
    /** Messages come late, out of order and twice for a while. */
    | { readonly strikes: 'messages'; readonly lastsMs: number; readonly seed: number }
    | {
        readonly strikes: 'router';
        readonly datacenter: Datacenter;
        readonly fault: Readonly<Record<string, unknown>>;
      }
    | {
        readonly strikes: 'names';
        /** What becomes of the name server, or what the other administrator writes on it. */
        readonly deed: 'dies' | 'stands still' | 'is written to';
        readonly lastsMs: number;
      }
    | {
        readonly strikes: 'rows';
        readonly datacenter: Datacenter;
        /** What the other administrator does: of his own, in our way, or to a row of ours. */
        readonly deed: 'adds his own' | 'takes a VLAN' | 'changes ours' | 'removes ours';
        readonly which: number;
      }
  );

export interface Plan {
  readonly seed: number;
  readonly orders: readonly Order[];
  readonly blows: readonly Blow[];
}

const NONSENSE = [
  { clientId: 'chaos', datacenter: 'DC1', size: '/33' },
  { clientId: 'chaos', datacenter: 'DC9', size: '/26' },
  { clientId: '', datacenter: 'DC2', size: '/26' },
  { clientId: 'chaos', datacenter: 'DC2' },
] as const;

const LASTS_MS = 6_000;

const orderOf = (dice: Dice): Order => {
  const at = dice.between(0, LASTS_MS);
  const door = dice.pick(['http', 'bus']);
  const wants = dice.weigh([
    [6, 'network'],
    [5, 'removal'],
    [1, 'nonsense'],
  ]);
  if (wants === 'nonsense') return { at, door, wants, body: dice.pick(NONSENSE) };
  if (wants === 'removal') return { at, door, wants, which: dice.next() };
  const copies = dice.chance(0.2) ? 2 : 1;
  const datacenter = dice.pick(DATACENTERS);
  return { at, door, wants, datacenter, shape: dice.pick(shapes), copies };
};

const routerFault = (dice: Dice): Readonly<Record<string, unknown>> => {
  const once = { write: true, nth: dice.between(1, 12) };
  return dice.weigh<Readonly<Record<string, unknown>>>([
    [4, { do: 'reset', ...once, at: dice.pick(['arrival', 'done', 'reply']) }],
    [2, { do: 'silence', ...once, run: dice.chance(0.5) }],
    [2, { do: 'refuse', ...once, message: 'failure: chaos' }],
    [2, { do: 'crash', ...once, downMs: dice.between(200, 3_000) }],
    [2, { do: 'reboot', nth: dice.between(1, 20), downMs: dice.between(200, 3_000) }],
    [1, { do: 'late', write: true, ms: dice.between(100, 1_500), times: 5 }],
    [1, { do: 'latency', ms: dice.between(5, 60), jitterMs: 20 }],
  ]);
};

const blowOf = (dice: Dice): Blow => {
  const at = dice.between(200, LASTS_MS);
  const strikes = dice.weigh([
    [6, 'process'],
    [1, 'bus store'],
    [2, 'lines'],
    [3, 'messages'],
    [5, 'router'],
    [3, 'rows'],
    [2, 'names'],
  ]);
  const datacenter = dice.pick(DATACENTERS);
  switch (strikes) {
    case 'process':
      return { at, strikes, process: dice.pick([...SERVICES, 'Postgres', 'NATS']) };
    case 'messages':
      return { at, strikes, lastsMs: dice.between(1_000, 4_000), seed: dice.between(1, 1e9) };
    case 'router':
      return { at, strikes, datacenter, fault: routerFault(dice) };
    case 'rows': {
      const deed = dice.pick(['adds his own', 'takes a VLAN', 'changes ours', 'removes ours']);
      return { at, strikes, datacenter, deed, which: dice.next() };
    }
    case 'names': {
      const deed = dice.pick(['dies', 'stands still', 'is written to']);
      return { at, strikes, deed, lastsMs: dice.between(200, 4_000) };
    }
    case 'bus store':
    case 'lines':
      return { at, strikes };
  }
};

const many = <T extends Timed>(count: number, make: () => T): readonly T[] =>
  Array.from({ length: count }, make).sort((one, other) => one.at - other.at);

/** What is asked for and what goes wrong, all of it a matter of the seed. */
export const planOf = (seed: number): Plan => {
  const dice = new Dice(seed);
  return {
    seed,
    orders: many(dice.between(12, 24), () => orderOf(dice)),
    blows: many(dice.between(2, 5), () => blowOf(dice)),
  };
};

/** For the account: `2.1 s SIGKILL ipam`. */
export const tellBlow = (blow: Blow): string => {
  const what = (): string => {
    switch (blow.strikes) {
      case 'process':
        return `SIGKILL ${blow.process}`;
      case 'bus store':
        return 'the store of the bus is deleted';
      case 'lines':
        return 'every connection to the bus is cut';
      case 'messages':
        return `messages late, out of order and twice for ${(blow.lastsMs / 1_000).toFixed(1)} s`;
      case 'router':
        return `router of ${blow.datacenter}: ${JSON.stringify(blow.fault)}`;
      case 'rows':
        return `another administrator at ${blow.datacenter} ${blow.deed}`;
      case 'names':
        return blow.deed === 'is written to'
          ? 'another administrator adds a name of his own'
          : `the name server ${blow.deed} for ${(blow.lastsMs / 1_000).toFixed(1)} s`;
    }
  };
  return `${(blow.at / 1_000).toFixed(1)} s ${what()}`;
};
