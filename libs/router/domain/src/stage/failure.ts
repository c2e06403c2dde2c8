import type { Attributes, Change, RouterFailure } from '@ferrule/router-contracts';
import type { MenuFacts } from '../menu/menu-facts.ts';
import { rowName } from '../menu/row.ts';
import type { RouterFault } from '../router-error.ts';

const sayRow = (menu: MenuFacts, image: Attributes): string =>
  `${menu.path} ${rowName(menu, image)}`.trim();

/** All tags begin alike: which other network has a row, is nobody else's business. */
const isOthersTag = (comment: string, own = ''): boolean => {
  const beginning = own.replace(/[^-]*-[^-]*$/, '');
  return comment !== own && beginning !== '' && comment.startsWith(beginning);
};

const sayOwner = (owner: string | undefined, own: string | undefined): string => {
  if (owner === undefined || owner === '') return 'it has no comment';
  return isOthersTag(owner, own) ? 'it has the tag of another' : `its comment is ${owner}`;
};

const sayValue = ({ args }: MenuFacts, row: Attributes, name: string): string => {
  const value = row[name];
  if (value === undefined || value === '') return `${name} is not set`;
  return args.get(name)?.secret === true ? `${name} is another` : `${name} is ${value}`;
};

const sayFound = (menu: MenuFacts, image: Attributes, row: Attributes, name: string): string =>
  name === 'comment' && isOthersTag(row[name] ?? '', image[name])
    ? 'it has the tag of another'
    : sayValue(menu, row, name);

export const refused = (path: string, message: string): RouterFailure => ({
  code: 'ROUTER_REFUSED',
  message: `the router refused ${path}: ${message}`,
  field: path,
  suggestion: null,
});

const secretsOf = ({ args }: MenuFacts, { before, after }: Change): readonly string[] =>
  [before, after].flatMap((image) =>
    Object.entries(image ?? {}).flatMap(([name, value]) =>
      args.get(name)?.secret === true && value !== '' ? [value] : [],
    ),
  );

/** A router may repeat what it was told: a secret goes no further. */
export const refusedWrite = (menu: MenuFacts, change: Change, message: string): RouterFailure =>
  refused(
    menu.path,
    secretsOf(menu, change).reduce((text, secret) => text.replaceAll(secret, '…'), message),
  );

export const unanswered = (path: string, fault: RouterFault): RouterFailure => ({
  code: 'ROUTER_UNREACHABLE',
  message: `the router did not answer ${path} (${fault})`,
  field: path,
  suggestion: 'try again when the router can be reached',
});

const askWho = 'find out who else configures this router, then plan again';

/** `found` is null where there is no such row; `names` are the values that make the difference. */
export const changedByOthers = (
  menu: MenuFacts,
  image: Attributes,
  found: { readonly row: Attributes; readonly names: readonly string[] } | null,
): RouterFailure => ({
  code: 'ROUTER_CONFLICT',
  message:
    found === null
      ? `${sayRow(menu, image)} is gone: somebody else removed or renamed it`
      : `${sayRow(menu, image)} is neither as it was nor as it is to be: ` +
        found.names.map((name) => sayFound(menu, image, found.row, name)).join(', '),
  field: menu.path,
  suggestion: askWho,
});

export const ownedByOthers = (
  menu: MenuFacts,
  image: Attributes,
  owner: string | undefined,
): RouterFailure => ({
  code: 'ROUTER_CONFLICT',
  message: `${sayRow(menu, image)} is there already, and is somebody else's (${sayOwner(owner, image['comment'])})`,
  field: menu.path,
  suggestion: 'remove the row, or choose other values',
});

/** Where rows are only changed, and never made. */
export const notOnThisRouter = (menu: MenuFacts, image: Attributes): RouterFailure => ({
  code: 'WISH_REFUSED',
  message: `${sayRow(menu, image)} is not on this router`,
  field: menu.path,
  suggestion: null,
});

export const placeIsGone = (
  menu: MenuFacts,
  image: Attributes,
  anchor: Attributes,
): RouterFailure => ({
  code: 'ROUTER_CONFLICT',
  message: `${sayRow(menu, image)} is to stand before ${rowName(menu, anchor)}, which is gone`,
  field: menu.path,
  suggestion: askWho,
});

/** The router took the write, and what is there afterwards is something else. */
export const notAsWritten = (
  menu: MenuFacts,
  image: Attributes,
  found: { readonly row: Attributes; readonly names: readonly string[] } | null,
): RouterFailure => ({
  ...changedByOthers(menu, image, found),
  message:
    found === null
      ? `${sayRow(menu, image)} was written and is not there`
      : `${sayRow(menu, image)} was written and reads back otherwise: ` +
        found.names.map((name) => sayValue(menu, found.row, name)).join(', '),
});
