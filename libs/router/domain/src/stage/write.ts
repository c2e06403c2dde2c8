import type { Attributes, Change, Place } from '@ferrule/router-contracts';
import type { MenuFacts } from '../menu/menu-facts.ts';
import { sameValue } from '../menu/row.ts';
import type { RouterCommand } from '../router-driver.ts';

const written = ({ args }: MenuFacts, name: string, value: string): string =>
  args.get(name)?.kind === 'presence' && value === '' ? 'yes' : value;

/** What a value that is not set has to be set to; undefined: it has to be taken away. */
const nothing = ({ args, unsets }: MenuFacts, name: string): string | undefined => {
  const { kind, default: usual } = args.get(name) ?? {};
  if (usual !== undefined) return usual;
  if (kind === 'presence' || kind === 'flag') return 'no';
  return unsets && name !== 'comment' ? undefined : '';
};

const add = (menu: MenuFacts, after: Attributes, before: string | undefined): RouterCommand => ({
  command: `${menu.path}/add`,
  attributes: {
    ...Object.fromEntries(
      Object.entries(after).map(([name, value]) => [name, written(menu, name, value)]),
    ),
    ...(before !== undefined && { 'place-before': before }),
  },
});

/** `row` is null for a singleton. */
const set = (
  menu: MenuFacts,
  row: string | undefined,
  before: Attributes,
  after: Attributes,
): readonly RouterCommand[] => {
  const target: Attributes = row === undefined ? {} : { '.id': row };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !sameValue(menu, name, before[name], after[name]),
  );
  const values: Record<string, string> = {};
  const gone: string[] = [];
  for (const name of names) {
    const value = after[name] ?? nothing(menu, name);
    if (value === undefined) gone.push(name);
    else values[name] = written(menu, name, value);
  }
  return [
    ...gone.map((name) => ({
      command: `${menu.path}/unset`,
      attributes: { ...target, 'value-name': name },
    })),
    ...(Object.keys(values).length > 0
      ? [{ command: `${menu.path}/set`, attributes: { ...target, ...values } }]
      : []),
  ];
};

/**
 * The commands of one change, each to be sent when the one before it is answered. `row` is the id of
 * what is changed, `anchor` of what it is to stand before; without one it goes to the end.
 */
export const commandsOf = (
  menu: MenuFacts,
  { before, after, moved }: Change,
  row: string | undefined,
  anchor: string | undefined,
): readonly RouterCommand[] => {
  if (after === null)
    return row === undefined
      ? []
      : [{ command: `${menu.path}/remove`, attributes: { '.id': row } }];
  if (before === null) return [add(menu, after, anchor)];
  return [
    ...set(menu, row, before, after),
    ...(moved !== undefined && row !== undefined
      ? [
          {
            command: `${menu.path}/move`,
            attributes: { '.id': row, ...(anchor !== undefined && { destination: anchor }) },
          },
        ]
      : []),
  ];
};

/** Whether a place has to be found before the change can be written. */
export const goesSomewhere = ({ before, after, moved }: Change): boolean =>
  moved !== undefined && after !== null && (before !== null || moved.to !== 'last');

export const anchorIn = (place: Place | undefined): Attributes | null =>
  place === undefined || place === 'last' ? null : place.before;
