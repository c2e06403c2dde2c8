import type { Holding, RecordedHolding } from '@ferrule/ipam-contracts';
import { type Column, Table, time } from '../table.ts';
import type { Terminal } from '../terminal.ts';

export type Found = Holding & Partial<Pick<RecordedHolding, 'actor'>>;

const COLUMNS: readonly Column<Found>[] = [
  { title: 'PREFIX', text: ({ prefix }) => prefix, least: 9 },
  {
    title: 'KIND',
    text: ({ kind }) => kind,
    least: 7,
    colour: ({ kind }) => (kind === 'quarantine' ? 'yellow' : undefined),
  },
  { title: 'ID', text: ({ id }) => id, least: 8 },
  { title: 'CLIENT', text: ({ clientId }) => clientId ?? '', least: 4 },
  { title: 'TENANT', text: ({ tenant }) => tenant, least: 4 },
  { title: 'NAME', text: ({ label }) => label ?? '', least: 4 },
  { title: 'SINCE (UTC)', text: ({ since }) => time(since).slice(0, 19), least: 10 },
];

const THEN: readonly Column<Found>[] = [
  { title: 'UNTIL (UTC)', text: ({ until }) => time(until).slice(0, 19), least: 10 },
  { title: 'BY', text: ({ actor }) => actor ?? '', least: 3 },
];

export const printHoldings = (
  terminal: Terminal,
  holdings: readonly Found[],
  isThen = false,
): void => new Table<Found>(terminal, isThen ? [...COLUMNS, ...THEN] : COLUMNS).print(holdings);
