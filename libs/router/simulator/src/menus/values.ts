import { readAddress } from '../menu/address.ts';
import type { Argument, ArgumentRules } from '../menu/menu.ts';
import type { Range } from '../menu/number-types.ts';
import { t } from '../menu/t.ts';
import { invalidValue, noMatch, outOfRange, Trap } from '../menu/trap.ts';
import { policies } from './word-lists.ts';

export const port: Range = [0, 65_535];

/** `0x8000`: priorities of bridges read so, however they were written. */
export const hexNumber = ([min, max]: Range, rules: ArgumentRules = {}): Argument => ({
  type: {
    shape: 'number',
    range: [min, max],
    parse(text, argument) {
      if (!/^(?:\d+|0x[0-9a-f]+)$/iu.test(text)) throw invalidValue(argument);
      const value = Number(text);
      if (value < min || value > max) throw outOfRange(argument, `${min}..${max}`);
      return `0x${value.toString(16).toUpperCase()}`;
    },
  },
  ...rules,
});

/** The 32 bytes of an X25519 key. */
export const key = t.pattern(/^[A-Za-z0-9+/]{43}=$/u);

/** An address, an interface, or an address on an interface or in a VRF: `10.0.0.1%ether1`, `10.0.0.1@red`. */
export const gateway: Argument = {
  type: {
    shape: 'string',
    spaces: ['/interface'],
    parse(text, _, names) {
      const unknown = new Trap('invalid or unexpected argument base');
      const find = (name: string) => {
        const [id] = names.find('/interface', name);
        if (id === undefined) throw unknown;
        return id;
      };
      return text
        .split(',')
        .map((hop) => {
          const [, base = '', mark, scope = ''] = /^([^%@]+)(?:([%@])(.+))?$/u.exec(hop) ?? [];
          if (base === '') throw unknown;
          if (readAddress(base) === undefined)
            return base.startsWith('*') && names.nameOf('/interface', base) !== undefined
              ? base
              : find(base);
          if (mark === '%') find(scope);
          return hop;
        })
        .join(',');
    },
    format: (stored, names) =>
      stored
        .split(',')
        .map((hop) => (hop.startsWith('*') ? (names.nameOf('/interface', hop) ?? hop) : hop))
        .join(','),
  },
};

export const poolOrAddress = t.either([t.ref('/ip/pool'), t.ip4()]);

/** Of traffic from and to a client. */
export const pair = t.pattern(/^[\w.]+\/[\w.]+$/u);

export const queuePair = t.pattern(/^[^/]+(?:\/[^/]+)?$/u);

export const rate = t.pattern(/^\d+(?:\.\d+)?[kMG]?$/u);

export const routerId = t.either([t.ref('/routing/id'), t.ip4()]);

export const identity = t.pattern(/^(?:auto|ignore|dn|(?:address|fqdn|user-fqdn|key-id):.+)$/u);

export const timeOfDay = t.pattern(/^[\dhms:]+-[\dhmsd:]+$/u);

/** A time alone, or with the number of tries: `10s,10`. */
export const keepalive = t.pattern(/^(?:\d+[wdhms]*)+(?:,\d+)?$/u);

export const anyInterface = t.ref('/interface', {
  words: ['all-ethernet', 'all-ppp', 'all-vlan', 'all-wireless'],
});

/** Members of a VLAN of a bridge. */
export const ports = t.list(t.ref(['/interface', '/interface/list']), { default: '' });

/** Reads whole, whatever part of it was written: what is granted first, then what is not, with `!`. */
export const policy: Argument = {
  type: {
    shape: 'list',
    negatable: true,
    values: policies,
    parse(text, argument) {
      const granted = new Set<string>();
      for (const word of text === '' ? [] : text.split(',')) {
        if (!policies.includes(word.replace('!', ''))) throw noMatch(argument);
        if (!word.startsWith('!')) granted.add(word);
      }
      return [
        ...policies.filter((word) => granted.has(word)),
        ...policies.filter((word) => !granted.has(word)).map((word) => `!${word}`),
      ].join(',');
    },
  },
};
