import type { ValueType } from './value-type.ts';
import type { Lifetime } from './version.ts';

export interface ArgumentRules extends Lifetime {
  readonly mandatory?: boolean;
  /** What an argument that nobody wrote reads as. Without one it is absent until written. */
  readonly default?: string;
  /** `unset` takes it; by default so for each argument without a default that is not mandatory. */
  readonly unset?: boolean;
  readonly addOnly?: boolean;
  readonly setOnly?: boolean;
  /** Written, never read: a user's password. */
  readonly secret?: boolean;
  /** Left out of an export that does not show what is sensitive. */
  readonly sensitive?: boolean;
  /** `once-written`: its default is not shown until somebody has written it. */
  readonly reads?: 'always' | 'once-written';
  /** The hardware that it needs; refused as unknown on a board without. */
  readonly needs?: 'switch' | 'arm64';
}

export interface Argument extends ArgumentRules {
  readonly type: ValueType;
}

/** What the router computes. An effect writes it into the row; `value` is what it reads before. */
export interface Property extends Lifetime {
  readonly value?: string;
  /** A state flag that appears only when it is true. */
  readonly onlyTrue?: boolean;
}

export type Read = (name: string) => string | undefined;

/** The text of the refusal, `failure: …` included; undefined when all is well. Sees the row as it would become, references as names. */
export type Check = (read: Read) => string | undefined;

export interface Unique {
  readonly args: readonly string[];
  /** The exact text, `failure: …` included. */
  readonly error: string;
  /** Disabled rows do not count. */
  readonly enabledOnly?: boolean;
}

/** A command of a menu beyond the common ones: `sign`, `make-static`, `monitor`. What it does is registered under its whole path. */
export interface Action extends Lifetime {
  readonly args: Readonly<Record<string, Argument>>;
  /** It is about one row, which `=.id=` or `=numbers=` names. */
  readonly onRow?: boolean;
}

/** What a menu does to others, by name; each is a module in `effects/`. */
export type EffectName =
  | 'built-in'
  | 'default-row'
  | 'ethernet'
  | 'resource'
  | 'history'
  | 'routerboard'
  | 'license'
  | 'package'
  | 'clock'
  | 'interface'
  | 'vlan'
  | 'bridge'
  | 'bridge-port'
  | 'bridge-vlan'
  | 'bonding'
  | 'wireguard'
  | 'wireguard-peer'
  | 'connected-route'
  | 'route'
  | 'vrf'
  | 'dhcp-server'
  | 'dhcp-lease'
  | 'dhcp-client'
  | 'netwatch'
  | 'service'
  | 'address-list'
  | 'user'
  | 'file'
  | 'script'
  | 'scheduler'
  | 'certificate'
  | 'bgp-connection';

export interface MenuRules extends Lifetime {
  /** Rows that come and go; exactly one nameless row; rows that are there and only change; no rows at all, only its actions. */
  readonly kind: 'list' | 'singleton' | 'fixed' | 'commands';
  /** Its order means something: `move` and `place-before`. */
  readonly ordered?: boolean;
  readonly args: Readonly<Record<string, Argument>>;
  readonly readOnly?: Readonly<Record<string, Property>>;
  /** Menus that share their ids and names with others: every interface menu has `/interface`. Its own path otherwise. */
  readonly space?: string;
  /** The argument by which others refer to its rows; `name` where it has one. */
  readonly namedBy?: string;
  /** A row added without a name is called so, with the first free number behind. */
  readonly autoName?: string;
  readonly unique?: readonly Unique[];
  readonly checks?: readonly Check[];
  readonly noComment?: boolean;
  /** Neither `disabled` nor `enable` and `disable`. */
  readonly noDisable?: boolean;
  /** Common verbs that it does not know, whatever its arguments; `{}`: in no version. */
  readonly lacks?: Readonly<Record<string, Lifetime>>;
  /** The hardware without which a router does not know it. */
  readonly needs?: 'arm64';
  /** Whether `disabled` is shown before anybody has written it. */
  readonly disabledReads?: 'always' | 'once-written';
  readonly disabledDefault?: 'true' | 'false';
  /** Refuses to remove a row while another refers to it. */
  readonly inUse?: readonly {
    readonly menu: string;
    readonly arg: string;
    readonly error: string;
  }[];
  /** Fixed rows that may be removed nevertheless: sessions, active users. */
  readonly removable?: boolean;
  /** `print` refuses `detail` here: `unknown parameter detail`. */
  readonly noDetail?: boolean;
  /** What a router has out of the box: the rows, or the values of a singleton. */
  readonly rows?: readonly Readonly<Record<string, string>>[];
  /** Ids count up from here: `*80000000` for routes. */
  readonly firstId?: number;
  readonly effects?: readonly EffectName[];
  readonly actions?: Readonly<Record<string, Action>>;
}

export interface Menu extends MenuRules {
  /** `/ip/address` */
  readonly path: string;
}

export const menu = (path: string, rules: MenuRules): Menu => ({ path, ...rules });
