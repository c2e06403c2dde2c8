import { randomUUID } from 'node:crypto';
import type { AddressView } from '@ferrule/ipam-contracts';
import type { Command } from 'commander';
import { examples, wholeNumber } from '../arguments.ts';
import { collect } from '../page.ts';
import type { OpenSession, Session } from '../session.ts';
import { type Column, Table, time } from '../table.ts';
import type { Colour } from '../terminal.ts';
import { networkPath } from './paths.ts';

const COLOURS: Readonly<Record<AddressView['type'], Colour>> = {
  vm: 'green',
  gateway: 'yellow',
  reserved: 'dim',
};

/** `172.16.150.100-200`: of a range only what differs, where people read it so. */
const addressOf = ({ address, last }: AddressView): string => {
  if (last === null) return address;
  const common = address.slice(0, address.lastIndexOf('.') + 1);
  return common !== '' && last.startsWith(common)
    ? `${address}-${last.slice(common.length)}`
    : `${address} - ${last}`;
};

const COLUMNS: readonly Column<AddressView>[] = [
  { title: 'ADDRESS', text: addressOf, least: 18 },
  { title: 'TYPE', text: ({ type }) => type, colour: ({ type }) => COLOURS[type] },
  { title: 'HOST', text: ({ hostName, description }) => hostName ?? description ?? '', least: 8 },
  { title: 'MAC', text: ({ mac }) => mac ?? '' },
  { title: 'SINCE (UTC)', text: ({ since }) => time(since).slice(0, 16), least: 10 },
];

const addList = (ip: Command, open: OpenSession): void => {
  ip.command('list')
    .argument('<network>', 'its id')
    .description('the addresses of a network, and what has them')
    .option('--limit <n>', 'how many', wholeNumber(1, 100_000), 300)
    .addHelpText('after', examples(['ferrule ipam ip list net-6b1d2f8c0e9a4357', 'who is who']))
    .action(async (id: string, { limit }: { limit: number }, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const { items, next } = await collect<AddressView, string>(
        limit,
        1_000,
        async (cursor, size) => {
          const page = await client.get<{
            addresses: readonly AddressView[];
            next: string | null;
          }>(networkPath(id, 'ips'), { limit: size, cursor });
          return { items: page.addresses, next: page.next };
        },
      );
      if (json) {
        printJson({ addresses: items, next });
        return;
      }
      new Table<AddressView>(terminal, COLUMNS).print(items);
      if (items.length === 0) terminal.note('It has none.');
      if (next !== null) terminal.note(`There are more: --limit ${limit * 10}`);
    });
};

/** A script takes the address and nothing else. */
const show = ({ json, printJson, terminal }: Session, taken: AddressView): void => {
  if (json) printJson(taken);
  else terminal.print(addressOf(taken));
};

interface HostOptions {
  readonly type?: string;
  readonly host?: string;
  readonly mac?: string;
  readonly family?: number;
  readonly key?: string;
}

const withHost = (command: Command): Command =>
  command
    .option('--host <name>', 'the name of the host')
    .option('--mac <mac>', 'six pairs, such as 48:8F:5A:00:00:01')
    .option('--type <type>', 'vm unless given, gateway or reserved')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same address');

const take = async (
  session: Session,
  path: string,
  body: object,
  key: string | undefined,
): Promise<void> => {
  const headers = { 'idempotency-key': key ?? `cli-${randomUUID()}` };
  show(session, await session.api().ask<AddressView>(path, { method: 'POST', body, headers }));
};

const addTakes = (ip: Command, open: OpenSession): void => {
  withHost(
    ip
      .command('next')
      .argument('<network>', 'its id')
      .description('attach the next free address')
      .option('--family <n>', 'of a network of both: 4 unless given, or 6', wholeNumber(4, 6)),
  )
    .addHelpText(
      'after',
      examples(['ferrule ipam ip next net-6b1d2f8c0e9a4357 --host web-1', 'prints the address']),
    )
    .action(async (id: string, options: HostOptions, command: Command) => {
      const { type, host: hostName, mac, family, key } = options;
      const path = networkPath(id, 'ips', 'next');
      await take(await open(command), path, { type, hostName, mac, family }, key);
    });
  withHost(
    ip
      .command('attach')
      .argument('<network>', 'its id')
      .argument('<address>', 'this one and no other')
      .description('attach a certain address'),
  )
    .addHelpText(
      'after',
      examples(
        ['ferrule ipam ip attach net-6b1d2f8c0e9a4357 172.16.150.7 --host web-1', 'this one'],
        ['ferrule ipam ip attach net-6b1d2f8c0e9a4357 172.16.150.9 --type reserved', 'keep it'],
      ),
    )
    .action(async (id: string, address: string, options: HostOptions, command: Command) => {
      const { type, host: hostName, mac, key } = options;
      const path = networkPath(id, 'ips');
      await take(await open(command), path, { address, type, hostName, mac }, key);
    });
};

const addReserve = (ip: Command, open: OpenSession): void => {
  ip.command('reserve')
    .argument('<network>', 'its id')
    .argument('<first>', 'the first address')
    .argument('<last>', 'the last address')
    .description('keep a range of addresses')
    .option('--description <text>', 'one line for people')
    .option('--key <text>', 'Idempotency-Key: a repeat with it gives the same range')
    .addHelpText(
      'after',
      examples([
        'ferrule ipam ip reserve net-6b1d2f8c0e9a4357 172.16.150.50 172.16.150.60 --description printers',
        'not handed out any more',
      ]),
    )
    .action(
      async (
        id: string,
        first: string,
        last: string,
        { description, key }: { readonly description?: string; readonly key?: string },
        command: Command,
      ) => {
        const path = networkPath(id, 'ranges');
        await take(await open(command), path, { first, last, description }, key);
      },
    );
};

const addRelease = (ip: Command, open: OpenSession): void => {
  ip.command('release')
    .argument('<network>', 'its id')
    .argument('<address>', 'the address, or the first of a range that was reserved')
    .description('give an address or a whole range back')
    .addHelpText(
      'after',
      examples(['ferrule ipam ip release net-6b1d2f8c0e9a4357 172.16.150.7', 'free at once']),
    )
    .action(async (id: string, address: string, _options: object, command: Command) => {
      const { api, json, printJson, terminal } = await open(command);
      const client = api();
      const held = await client.get<AddressView>(
        networkPath(id, 'ips', encodeURIComponent(address)),
      );
      // Whoever names one address in the middle of a range does not mean all of it.
      const isRange = held.kind === 'range' && held.address === address;
      await client.ask(
        isRange
          ? networkPath(id, 'ranges', encodeURIComponent(held.addressId))
          : networkPath(id, 'ips', encodeURIComponent(address)),
        { method: 'DELETE' },
      );
      if (json) printJson(held);
      else terminal.print(`${terminal.paint('bold', addressOf(held))} is free again`);
    });
};

export const addAddressCommands = (ipam: Command, open: OpenSession): void => {
  const ip = ipam
    .command('ip')
    .description('single addresses and ranges of a network')
    .addHelpText('after', examples(['ferrule ipam ip list net-6b1d2f8c0e9a4357', 'who has which']));
  addList(ip, open);
  addTakes(ip, open);
  addReserve(ip, open);
  addRelease(ip, open);
};
