import type { KeyView } from '@ferrule/api-contracts';
import type { Session } from '../session.ts';
import { printFacts, Table, time } from '../table.ts';
import type { Colour, Terminal } from '../terminal.ts';

const COLOURS: Readonly<Record<KeyView['status'], Colour>> = {
  active: 'green',
  expired: 'yellow',
  revoked: 'red',
};

/** `null` stands for all. */
export const listOrAll = (names: readonly string[] | null): string =>
  names === null ? 'all' : names.join(', ');

export const showKey = (terminal: Terminal, key: KeyView): void => {
  const status = terminal.paint(COLOURS[key.status], key.status);
  terminal.print(`${terminal.paint('bold', key.keyId)} is ${status}`);
  printFacts(terminal, [
    ['name', key.name],
    ['role', key.role],
    ['tenants', listOrAll(key.tenants)],
    ['datacenters', listOrAll(key.datacenters)],
    ['expires', key.expiresAt === null ? 'never' : time(key.expiresAt)],
    ['and as it was before until', key.oldSecretUntil && time(key.oldSecretUntil)],
    ['last used', key.lastUsedAt === null ? 'never' : time(key.lastUsedAt)],
    ['issued', `${time(key.createdAt)} by ${key.createdBy}`],
    ['revoked', key.revokedAt && time(key.revokedAt)],
  ]);
};

export const printKeys = ({ terminal }: Pick<Session, 'terminal'>, keys: readonly KeyView[]) => {
  new Table<KeyView>(terminal, [
    { title: 'KEY', text: ({ keyId }) => keyId },
    { title: 'NAME', text: ({ name }) => name, least: 8 },
    { title: 'ROLE', text: ({ role }) => role },
    { title: 'TENANTS', text: ({ tenants }) => listOrAll(tenants), least: 7 },
    { title: 'DATACENTERS', text: ({ datacenters }) => listOrAll(datacenters), least: 11 },
    {
      title: 'STATUS',
      text: ({ status }) => status,
      colour: ({ status }) => COLOURS[status],
    },
    { title: 'EXPIRES', text: ({ expiresAt }) => time(expiresAt), least: 10 },
    { title: 'LAST USED', text: ({ lastUsedAt }) => time(lastUsedAt), least: 10 },
  ]).print(keys);
};
