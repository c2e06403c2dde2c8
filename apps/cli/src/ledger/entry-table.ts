import type { LedgerEntry } from '@ferrule/audit-contracts';
import { Table, time } from '../table.ts';
import type { Terminal } from '../terminal.ts';

/** Entries as lines that fit the terminal. */
export const entryTable = (terminal: Terminal): Table<LedgerEntry> =>
  new Table<LedgerEntry>(terminal, [
    { title: 'ENTRY', text: ({ entry }) => String(entry) },
    { title: 'TIME (UTC)', text: (event) => time(event.time), least: 13, keeps: 'end' },
    { title: 'TYPE', text: ({ type }) => type, least: 12 },
    { title: 'ABOUT', text: ({ stream }) => stream, least: 10 },
    { title: 'ACTOR', text: ({ actor }) => actor, least: 6 },
    { title: 'WHY', text: ({ ticket, reason }) => [ticket, reason].filter(Boolean).join(' ') },
  ]);
