import { Rejection } from '@ferrule/kernel';

/** What differs between versions of RouterOS, by what it is and not by when it came. */
export interface Dialect {
  readonly name: string;
  /** `/routing/bgp/instance` holds the router's id, and every connection names its instance. */
  readonly bgpInstance: boolean;
  /** What BGP calls the address families of a session. */
  readonly bgpAfiName: 'afi' | 'address-families';
  /** `/interface/ovpn-server/server` is a list of servers, no longer one that is switched on. */
  readonly ovpnServerIsList: boolean;
}

const oldest: Dialect = {
  name: '7.16',
  bgpInstance: false,
  bgpAfiName: 'address-families',
  ovpnServerIsList: false,
};
const since717: Dialect = { ...oldest, name: '7.17', ovpnServerIsList: true };
const since719: Dialect = { ...since717, name: '7.19', bgpAfiName: 'afi' };
const since720: Dialect = { ...since719, name: '7.20', bgpInstance: true };
const since724: Dialect = { ...since720, name: '7.24' };

/** From the oldest that is spoken to the newest that is known. */
export const DIALECTS: readonly Dialect[] = [oldest, since717, since719, since720, since724];

const numbersOf = (version: string): readonly [number, number] | undefined => {
  const [, major, minor] = /^(\d+)\.(\d+)(?!\d)/u.exec(version) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
};

const isAtLeast = (version: string, other: string): boolean => {
  const [[major, minor] = [0, 0], [otherMajor, otherMinor] = [0, 0]] = [
    numbersOf(version),
    numbersOf(other),
  ];
  return major === otherMajor ? minor >= otherMinor : major > otherMajor;
};

/** The newest dialect that is not newer than the router: `7.22.3 (stable)` speaks as 7.20 did. */
export const dialectOf = (version: string): Dialect => {
  const dialect = DIALECTS.findLast(({ name }) => isAtLeast(version, name));
  if (dialect !== undefined) return dialect;
  throw new Rejection(
    'ROUTEROS_TOO_OLD',
    numbersOf(version) === undefined
      ? `${version} is no version of RouterOS`
      : `RouterOS ${version} is older than ${oldest.name}, the oldest that is provisioned`,
    { field: 'version', suggestion: `upgrade the router to ${oldest.name} or later` },
  );
};
