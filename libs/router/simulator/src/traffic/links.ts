import { CannotJudge, isEnabled, isTrue, refOf, wordsOf } from './router-tables.ts';
import type { RouterTables, RowRef, TableRow } from './router-tables.ts';

export type Link = { readonly name: string; readonly menu: string; readonly row: TableRow };

/** Those whose structure decides where a frame goes come first; `/interface` shows all of them again. */
const menus = [
  '/interface/vlan',
  '/interface/bridge',
  '/interface/bonding',
  '/interface/ethernet',
  ...'eoip gre ipip l2tp-client l2tp-server lte macvlan ovpn-client ovpn-server pppoe-client pppoe-server'
    .split(' ')
    .map((name) => `/interface/${name}`),
  ...'pptp-client pptp-server sstp-client sstp-server veth vrrp vxlan wifi wireguard wireless'
    .split(' ')
    .map((name) => `/interface/${name}`),
  '/zerotier/interface',
  '/interface',
];

const ppp = /^(?:l2tp|ovpn|ppp|pppoe|pptp|sstp)-(?:client|server|in|out)$/u;

/** The interfaces of a router: which there are, which are up, and what stands on what. */
export class Links {
  readonly #tables: RouterTables;
  readonly #links = new Map<string, Link>();
  readonly #off = new Map<string, string>();
  readonly #vlans = new Map<string, Link[]>();
  readonly #bonds = new Map<string, Link>();
  readonly #ports = new Map<string, TableRow>();
  readonly #lists = new Map<string, ReadonlySet<string>>();

  constructor(tables: RouterTables) {
    this.#tables = tables;
    for (const menu of menus)
      for (const row of tables.rows(menu)) {
        const name = row['name'];
        if (name === undefined) continue;
        if (!this.#links.has(name)) this.#links.set(name, { name, menu, row });
        if (!isEnabled(row)) this.#off.set(name, 'is disabled');
        else if (row['running'] === 'false' && !this.#off.has(name))
          this.#off.set(name, 'is not running');
      }
    for (const link of this.#links.values()) {
      const parent = link.row['interface'];
      if (link.menu === '/interface/vlan' && parent !== undefined)
        this.#vlans.set(parent, [...(this.#vlans.get(parent) ?? []), link]);
      if (link.menu === '/interface/bonding')
        for (const slave of wordsOf(link.row['slaves'])) this.#bonds.set(slave, link);
    }
    for (const row of tables.rows('/interface/bridge/port'))
      if (isEnabled(row))
        for (const name of this.namesBehind(row['interface'] ?? ''))
          if (!this.#ports.has(name)) this.#ports.set(name, row);
  }

  find(name: string): Link | undefined {
    return this.#links.get(name);
  }

  /** Its name, or a word as `all-vlan`. */
  knows(text: string) {
    return this.#links.has(text) || kinds.has(text);
  }

  get(name: string): Link {
    const link = this.#links.get(name);
    if (link === undefined) throw new CannotJudge(`there is no interface ${name}`);
    return link;
  }

  /** undefined when it works; a VLAN is as down as what it stands on. */
  whyDown(name: string, depth = 0): { readonly by: RowRef; readonly why: string } | undefined {
    const link = this.get(name);
    if (depth > 16) throw new CannotJudge(`${name} stands on itself`);
    const off = this.#off.get(name);
    if (off !== undefined) return { by: refOf(link.menu, link.row), why: `${name} ${off}` };
    const parent = link.menu === '/interface/vlan' ? (link.row['interface'] ?? '') : '';
    if (parent === '') return undefined;
    if (this.find(parent) === undefined)
      return { by: refOf(link.menu, link.row), why: `${name} stands on nothing` };
    return this.whyDown(parent, depth + 1);
  }

  isUp(name: string) {
    return this.find(name) !== undefined && this.whyDown(name) === undefined;
  }

  /** Administratively: an address on an interface without a link still answers. */
  isEnabled(name: string) {
    return this.find(name) !== undefined && this.#off.get(name) !== 'is disabled';
  }

  vlansOn(parent: string): readonly Link[] {
    return this.#vlans.get(parent) ?? [];
  }

  bondOf(name: string): Link | undefined {
    return this.#bonds.get(name);
  }

  /** The row by which it is a port of a bridge, unless that bridge is gone. */
  portOf(name: string): TableRow | undefined {
    const row = this.#ports.get(name);
    return row !== undefined && this.find(row['bridge'] ?? '') !== undefined ? row : undefined;
  }

  portsOf(bridge: string): readonly (readonly [name: string, row: TableRow])[] {
    return [...this.#ports].filter(([, row]) => row['bridge'] === bridge);
  }

  /** An interface, or the members of a list: some arguments take either. */
  namesBehind(text: string): readonly string[] {
    if (this.find(text) !== undefined) return [text];
    return this.knowsList(text) ? [...this.membersOf(text)] : [];
  }

  knowsList(list: string) {
    return (
      builtin.has(list) || this.#tables.rows('/interface/list').some((row) => row['name'] === list)
    );
  }

  membersOf(list: string, within: readonly string[] = []): ReadonlySet<string> {
    const known = this.#lists.get(list);
    if (known !== undefined) return known;
    if (within.includes(list)) throw new CannotJudge(`interface list ${list} includes itself`);
    const members = new Set(builtin.has(list) ? this.#builtin(list) : []);
    for (const row of this.#tables.rows('/interface/list')) {
      if (row['name'] !== list || builtin.has(list)) continue;
      for (const other of wordsOf(row['include']))
        for (const name of this.membersOf(other, [...within, list])) members.add(name);
      for (const other of wordsOf(row['exclude']))
        for (const name of this.membersOf(other, [...within, list])) members.delete(name);
    }
    // What is named itself is a member even where an excluded list has it.
    for (const row of this.#tables.rows('/interface/list/member'))
      if (row['list'] === list && isEnabled(row)) members.add(row['interface'] ?? '');
    this.#lists.set(list, members);
    return members;
  }

  /** `all-ethernet` and its like; undefined where the word is none of them. */
  isOfKind(name: string, word: string): boolean | undefined {
    if (!kinds.has(word)) return undefined;
    const { menu, row } = this.get(name);
    const kind = menu === '/interface' ? (row['type'] ?? '') : menu.slice('/interface/'.length);
    if (word === 'all-ethernet') return kind === 'ether' || kind === 'ethernet';
    if (word === 'all-vlan') return kind === 'vlan';
    if (word === 'all-ppp') return ppp.test(kind);
    return kind === 'wifi' || kind === 'wireless' || kind === 'wlan';
  }

  *#builtin(list: string): Generator<string> {
    for (const { name, row } of this.#links.values()) {
      if (list === 'all') yield name;
      if (list === 'dynamic' && isTrue(row['dynamic'])) yield name;
      if (list === 'static' && !isTrue(row['dynamic'])) yield name;
    }
  }
}

const builtin = new Set(['all', 'dynamic', 'none', 'static']);

const kinds = new Set(['all-ethernet', 'all-ppp', 'all-vlan', 'all-wireless']);
