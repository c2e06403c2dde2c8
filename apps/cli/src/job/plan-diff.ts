import 'reflect-metadata';
import { type Change, commandText, type Plan, type Stage } from '@ferrule/router-contracts';
import { type Colour, printable, type Terminal } from '../terminal.ts';

type Sign = '+' | '-' | '~';

const COLOURS: Readonly<Record<Sign, Colour>> = { '+': 'green', '-': 'red', '~': 'yellow' };

const signOf = ({ before, after }: Change): Sign => {
  if (before === null) return '+';
  return after === null ? '-' : '~';
};

const titleOf = ({ phase }: Stage): string =>
  typeof phase === 'number'
    ? `Phase ${phase}`
    : `${phase.charAt(0).toUpperCase()}${phase.slice(1)}`;

/** What a plan does on a router, in the order in which it is written, as it would be typed there. */
export const printPlan = (terminal: Terminal, { stages, warnings }: Plan): void => {
  for (const stage of stages.filter(({ changes }) => changes.length > 0)) {
    terminal.print(terminal.paint('bold', titleOf(stage)));
    for (const change of stage.changes) {
      const sign = signOf(change);
      const optional = change.critical ? '' : '  # may fail';
      const line = `${sign} ${printable(commandText(change))}${optional}`;
      terminal.print(terminal.paint(COLOURS[sign], line));
    }
  }
  const signs = stages.flatMap(({ changes }) => changes.map(signOf));
  const count = (wanted: Sign): number => signs.filter((sign) => sign === wanted).length;
  terminal.print(
    signs.length === 0
      ? 'There is nothing to change.'
      : `${count('+')} to add, ${count('~')} to change, ${count('-')} to remove.`,
  );
  for (const warning of warnings)
    terminal.print(`${terminal.paint('yellow', 'Warning:')} ${printable(warning)}.`);
};
