import type { Draft, Effect } from '../effects/effect.ts';
import { failure } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';

/** As much of a file as `contents` shows and takes; the rest is read in pieces. */
export const editable = 61_440;

export const contentsOf = ({ values }: Row): string => values.get('contents') ?? '';

const isDirectory = ({ values }: Row) => values.get('type') === 'directory';

/** Puts a file there, or other contents into the one that is there. */
export const writeFile = (router: Router, name: string, contents: string): void => {
  const { state } = router;
  const present = state.rowByName('/file', name);
  const written = [
    ['contents', contents],
    ['last-modified', router.now()],
  ] as const;
  if (present === undefined)
    state.insert(state.table('/file'), new Map<string, string>([['name', name], ...written]));
  else state.write(present, written);
};

/** By the end of its name, as the router goes. */
const typeOf = (row: Row): string => {
  if (isDirectory(row)) return 'directory';
  const ending = /\.(\w+)$/u.exec(row.values.get('name') ?? '')?.[1];
  if (ending === undefined) return 'file';
  return { rsc: 'script', backup: 'backup' }[ending] ?? `.${ending} file`;
};

const refuseTwins = ({ table, row, values }: Draft): void => {
  for (const other of table.space.names.get(values.get('name') ?? ''))
    if (other !== row) throw failure('file already exists');
};

export const fileEffect: Effect = {
  prepare(draft, router) {
    refuseTwins(draft);
    draft.values.set('last-modified', router.now());
  },
  removed(row, { state }) {
    if (!isDirectory(row)) return;
    const inside = `${row.values.get('name') ?? ''}/`;
    for (const other of [...row.table])
      if (other.values.get('name')?.startsWith(inside) === true) state.remove(other);
  },
  live: {
    type: typeOf,
    size: (row) => (isDirectory(row) ? undefined : String(contentsOf(row).length)),
    contents: (row) => {
      const contents = contentsOf(row);
      return contents.length > editable ? '' : contents;
    },
  },
};
