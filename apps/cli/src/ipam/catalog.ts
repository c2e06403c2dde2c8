import type { Command } from 'commander';
import { examples } from '../arguments.ts';
import type { OpenSession } from '../session.ts';
import { type Column, Table } from '../table.ts';

interface ListOf<Row> {
  readonly path: string;
  /** What the answer calls them. */
  readonly member: string;
  readonly description: string;
  readonly example: readonly [command: string, meaning: string];
  readonly columns: readonly Column<Row>[];
  readonly empty: string;
}

/** `list`: of kinds of which there are so few that they are shown at once. */
export const addList = <Row>(
  group: Command,
  open: OpenSession,
  { path, member, description, example, columns, empty }: ListOf<Row>,
): void => {
  group
    .command('list')
    .description(description)
    .addHelpText('after', examples(example))
    .action(async (_options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const answer = await api().get<Readonly<Record<string, readonly Row[]>>>(path);
      if (json) {
        printJson(answer);
        return;
      }
      const rows = answer[member] ?? [];
      new Table<Row>(terminal, columns).print(rows);
      if (rows.length === 0) terminal.note(empty);
    });
};

interface EndOf {
  readonly name: string;
  readonly argument: readonly [name: string, meaning: string];
  readonly description: string;
  readonly example: readonly [command: string, meaning: string];
  readonly pathOf: (id: string) => string;
  /** `is retired` */
  readonly done: string;
}

/** What takes one thing away again, and says so. */
export const addEnd = (
  group: Command,
  open: OpenSession,
  { name, argument: [argument, meaning], description, example, pathOf, done }: EndOf,
): void => {
  group
    .command(name)
    .argument(`<${argument}>`, meaning)
    .description(description)
    .addHelpText('after', examples(example))
    .action(async (id: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      await api().ask(pathOf(id), { method: 'DELETE' });
      if (json) printJson({ id, done: true });
      else terminal.print(`${terminal.paint('bold', id)} ${done}`);
    });
};

export const share = (held: number, free: number): string => {
  const all = held + free;
  return `${(all === 0 ? 0 : (held / all) * 100).toFixed(1)}%`;
};
