import type { NetworkNamesView, RecordView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { type Column, printFacts, Table, time } from '../table.ts';
import { type Colour, printable } from '../terminal.ts';

const COLOURS: Readonly<Record<RecordView['state'], Colour>> = {
  published: 'green',
  pending: 'yellow',
  going: 'yellow',
  taken: 'red',
};

const COLUMNS: readonly Column<RecordView>[] = [
  { title: 'NAME', text: ({ name }) => name, least: 12 },
  { title: 'TYPE', text: ({ type }) => type },
  { title: 'VALUE', text: ({ values }) => values.join(', '), least: 12 },
  { title: 'SERVER', text: ({ server }) => server, least: 4 },
  { title: 'ZONE', text: ({ zone }) => zone, least: 7 },
  { title: 'STATE', text: ({ state }) => state, colour: ({ state }) => COLOURS[state] },
];

export const addNames = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('names')
    .argument('<network>', 'its id')
    .description('what a network and its addresses are called, and on which server')
    .addHelpText(
      'after',
      examples(['ferrule ipam names net-6b1d2f8c0e9a4357', 'its records, and how they are']),
    )
    .action(async (id: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const names = await api().get<NetworkNamesView>(
        `/api/v1/networks/${encodeURIComponent(id)}/names`,
      );
      if (json) {
        printJson(names);
        return;
      }
      terminal.print(`${terminal.paint('bold', names.networkId)} has ${count(names)}`);
      printFacts(terminal, [
        ['names', names.status],
        ['gateway', names.gateway],
        ['checked', names.checkedAt && `${time(names.checkedAt)} UTC`],
        ['waiting', names.waitingSeconds === null ? null : `${names.waitingSeconds} s`],
      ]);
      if (names.records.length > 0) terminal.print('');
      new Table<RecordView>(terminal, COLUMNS).print(names.records);
      for (const note of names.notes) terminal.note(printable(note));
    });
};

const count = ({ records: { length } }: NetworkNamesView): string =>
  length === 1 ? '1 record' : `${length} records`;
