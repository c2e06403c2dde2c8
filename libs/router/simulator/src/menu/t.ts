import * as addresses from './address-types.ts';
import * as compound from './compound-types.ts';
import type { Argument, ArgumentRules, Property } from './menu.ts';
import * as numbers from './number-types.ts';
import type { ValueType } from './value-type.ts';
import * as words from './word-types.ts';

const as =
  (type: ValueType) =>
  (rules: ArgumentRules = {}): Argument => ({ type, ...rules });

const spacesOf = (spaces: string | readonly string[]) =>
  typeof spaces === 'string' ? [spaces] : spaces;

/**
 * The words that menu tables are written in. Each gives an argument; `rules` come last everywhere.
 * Compound ones take arguments and use their types only.
 */
export const t = {
  string: (rules: ArgumentRules & words.TextRules = {}) => as(words.string(rules))(rules),
  pattern: (rule: RegExp, rules?: ArgumentRules) => as(words.pattern(rule))(rules),
  bool: as(words.bool()),
  presence: as(words.presence()),
  enum: (values: readonly string[], rules?: ArgumentRules) => as(words.enumeration(values))(rules),
  /** Comma-joined words of a set: `pap,chap`. */
  flags: (values: readonly string[], rules?: ArgumentRules) => as(words.flags(values))(rules),
  day: (rules?: ArgumentRules) => as(words.date('date'))(rules),
  date: (rules?: ArgumentRules) => as(words.date())(rules),
  time: (rules?: ArgumentRules) => as(words.date('time'))(rules),

  int: (range?: numbers.Range, rules?: ArgumentRules) => as(numbers.int(range))(rules),
  /** `80`, `8000-8100`. */
  intRange: (range: numbers.Range = numbers.uint32, rules?: ArgumentRules) =>
    as(numbers.intRanges(range, true))(rules),
  /** `10,20-30` */
  intRanges: (range: numbers.Range = numbers.uint32, rules?: ArgumentRules) =>
    as(numbers.intRanges(range))(rules),
  /** `range` in seconds. */
  duration: (range?: numbers.Range, rules?: ArgumentRules) => as(numbers.duration(range))(rules),

  ip: as(addresses.address(undefined)),
  ip4: as(addresses.address(4)),
  ip6: as(addresses.address(6)),
  /** An address with its prefix length, host bits kept: `192.0.2.1/24`. */
  prefix: (rules?: ArgumentRules) => as(addresses.prefix(4, {}))(rules),
  prefix6: (rules?: ArgumentRules) => as(addresses.prefix(6, { length: 64 }))(rules),
  /** A network: no host bits, unless `how` says otherwise. */
  network: (how: addresses.PrefixRules = {}, rules?: ArgumentRules) =>
    as(addresses.prefix(4, { hostBits: 'mask', ...how }))(rules),
  network6: (how: addresses.PrefixRules = {}, rules?: ArgumentRules) =>
    as(addresses.prefix(6, { hostBits: 'mask', ...how }))(rules),
  anyNetwork: (how: addresses.PrefixRules = {}, rules?: ArgumentRules) =>
    as(addresses.prefix(undefined, { hostBits: 'mask', ...how }))(rules),
  /** An address, a range or a prefix. */
  ipRange: (rules?: ArgumentRules) => as(addresses.addressRange(4))(rules),
  ip6Range: (rules?: ArgumentRules) => as(addresses.addressRange(6))(rules),
  anyIpRange: (rules?: ArgumentRules) => as(addresses.addressRange(undefined))(rules),
  mac: as(addresses.mac()),
  maskedMac: as(addresses.mac(true)),

  /** The name of a row elsewhere; must exist when written, may dangle later. With several spaces the first that knows it. */
  ref: (spaces: string | readonly string[], rules: ArgumentRules & compound.RefRules = {}) =>
    as(compound.reference(spacesOf(spaces), rules))(rules),
  /** A name that nobody checks: jump targets, address lists. */
  soft: (rules?: ArgumentRules) => as(words.string())(rules),

  list: (item: Argument, rules: ArgumentRules & compound.ListRules = {}) =>
    as(compound.list(item.type, rules))(rules),
  /** `!` may stand before the value. */
  not: (inner: Argument, rules?: ArgumentRules) => as(compound.negatable(inner.type))(rules),
  either: (types: readonly Argument[], rules?: ArgumentRules) =>
    as(compound.either(types.map(({ type }) => type)))(rules),
  /** Some words, or else a value. */
  words: (values: readonly string[], otherwise: Argument, rules?: ArgumentRules) =>
    as(compound.either([words.enumeration(values), otherwise.type]))(rules),

  /** What the router computes; shown when there is a value. */
  computed: (value?: string): Property => (value === undefined ? {} : { value }),
  /** A state that is always shown. */
  state: (value: 'true' | 'false' = 'false'): Property => ({ value }),
  /** A state that is shown only when true. */
  stateWhenTrue: (): Property => ({ onlyTrue: true }),
};
