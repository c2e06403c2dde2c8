import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readAddress, readPrefix, writeAddress } from './address.ts';
import type { Argument } from './menu.ts';
import { readDuration, writeDuration } from './number-types.ts';
import { t } from './t.ts';
import type { Names } from './value-type.ts';

const rows = new Map([
  ['/interface', ['ether1', 'ether10', 'ether2']],
  ['/interface/list', ['LAN', 'ether2']],
]);

const names: Names = {
  find(space, name) {
    const all = rows.get(space) ?? [];
    const ids = (found: (row: string) => boolean) =>
      all.flatMap((row, at) => (found(row) ? [`*${at + 1}`] : []));
    const exact = ids((row) => row === name);
    return exact.length > 0 ? exact : ids((row) => row.startsWith(name));
  },
  nameOf: (space, id) => rows.get(space)?.[Number(id.slice(1)) - 1],
};

const store = ({ type }: Argument, text: string) => type.parse(text, 'x', names);

const shown = ({ type }: Argument, text: string) => {
  const stored = type.parse(text, 'x', names);
  return type.format?.(stored, names) ?? stored;
};

describe('what is written is read', () => {
  it.each<[string, Argument, string, string]>([
    ['a truth as true or false', t.bool(), 'yes', 'true'],
    ['an enum with yes as it was', t.enum(['no', 'yes', 'accounting']), 'true', 'yes'],
    ['a flag that is there as nothing', t.presence(), 'yes', ''],
    [
      'words of a set in their own order',
      t.flags(['new', 'related']),
      'related,new',
      'new,related',
    ],
    ['seconds as a duration', t.duration(), '90', '1m30s'],
    ['a clock as a duration', t.duration(), '1d 02:03:04', '1d2h3m4s'],
    ['milliseconds behind the seconds', t.duration(), '4.07s', '4s70ms'],
    ['a MAC address in capitals', t.mac(), '48-a9.8A:00:00:0f', '48:A9:8A:00:00:0F'],
    ['an address with its host bits', t.prefix(), '192.0.2.1/24', '192.0.2.1/24'],
    ['a network without them', t.network(), '192.0.2.1/24', '192.0.2.0/24'],
    ['a host in a matcher without its length', t.ipRange(), '192.0.2.1/32', '192.0.2.1'],
    ['an IPv6 address in its short form', t.ip6(), 'FD00:0:0:0:0:0:0:1', 'fd00::1'],
    ['a range of one as one', t.intRanges(), '5-5,7-9', '5,7-9'],
    ['a negated matcher with its mark', t.not(t.int()), '!7', '!7'],
    ['a row by its name', t.ref('/interface'), 'ether1', 'ether1'],
    ['a row by a beginning that only it has', t.ref('/interface/list'), 'LA', 'LAN'],
    ['a row by its id', t.ref('/interface'), '*3', 'ether2'],
    [
      'a row of the second menu that knows it',
      t.ref(['/interface', '/interface/list']),
      'LAN',
      'LAN',
    ],
    ['rows in a list', t.list(t.ref('/interface')), 'ether2,ether1', 'ether2,ether1'],
    ['a negated row', t.not(t.ref('/interface')), '!ether1', '!ether1'],
    ['a word beside the names', t.ref('/interface', { words: ['none'] }), 'none', 'none'],
  ])('%s', (_, argument, written, read) => {
    expect(shown(argument, written)).toBe(read);
  });
});

describe('what is refused', () => {
  const unknown = 'input does not match any value of x';
  it.each<[Argument, string, string]>([
    [t.int([1, 254]), '0', 'value of x out of range (1..254)'],
    [t.int(), 'a', 'invalid value for argument x'],
    [t.enum(['a']), 'b', unknown],
    [t.flags(['a']), 'a,b', unknown],
    [t.bool(), 'maybe', 'invalid value for argument x'],
    [t.ip4(), '10.0.0.256', 'invalid value for argument x'],
    [t.ip4(), '10.0.0', 'invalid value for argument x'],
    [t.ip4(), 'fd00::1', 'invalid value for argument x'],
    [t.prefix(), '10.0.0.1/33', 'invalid value for argument x'],
    [t.network({ hostBits: 'refuse' }), '10.0.0.1/24', 'failure: invalid network'],
    [t.ipRange(), '10.0.0.9-10.0.0.1', 'invalid value for argument x'],
    [t.intRanges([1, 4094]), '1-4095', 'value of x out of range (1..4094)'],
    [t.duration([1, 60]), '2m', 'value of x out of range (1s..1m)'],
    [t.mac(), '48:A9', 'invalid value for argument x'],
    [t.date(), '2026-13-01', 'invalid value for argument x:\n    invalid date'],
    [t.ref('/interface'), 'ether9', unknown],
    [t.ref('/interface'), '*9', unknown],
    [
      t.ref('/interface'),
      'ether',
      'ambiguous value of x, more than one possible value matches input',
    ],
    [t.ref('/interface'), '', 'ambiguous value of x, more than one possible value matches input'],
    [
      t.ref(['/interface', '/interface/list']),
      'WAN',
      'invalid value for argument x:\n    input does not match any value of interface\n    input does not match any value of interface-list',
    ],
  ])('%# %j', (argument, written, message) => {
    expect(() => store(argument, written)).toThrow(new Error(message));
  });
});

describe('a reference', () => {
  it('that dangles reads as an id', () => {
    const { type } = t.ref('/interface');
    expect(type.format?.('*1C', names)).toBe('*1C');
    expect(t.ref(['/interface', '/interface/list']).type.format?.('1*1C', names)).toBe('*1C');
  });
});

describe('for any value', () => {
  it('an address is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(4 as const, 6 as const),
        fc.bigInt(0n, 2n ** 128n - 1n),
        (family, any) => {
          const address = { family, bits: family === 4 ? any % 2n ** 32n : any };
          expect(readAddress(writeAddress(address))).toEqual(address);
        },
      ),
    );
  });

  it('an address that somebody wrote means the same once the router has written it', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const read = readAddress(text);
        expect(read).toBeDefined();
        expect(readAddress(read === undefined ? '' : writeAddress(read))).toEqual(read);
      }),
    );
  });

  it('a duration is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), (milliseconds) => {
        expect(readDuration(writeDuration(milliseconds))).toBe(milliseconds);
      }),
    );
  });

  it('storing what is shown changes nothing', () => {
    const types = [
      t.int(),
      t.duration(),
      t.mac(),
      t.prefix(),
      t.ipRange(),
      t.network(),
      t.intRanges(),
      t.ip6(),
    ];
    const texts = fc.oneof(
      fc.stringMatching(/^[0-9a-f:.,/!*-]{1,12}$/u),
      fc.tuple(fc.ipV4(), fc.nat(40)).map(([address, length]) => `${address}/${length}`),
      fc.nat(5000).map(String),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), texts, (argument, text) => {
        let read: string;
        try {
          read = shown(argument, text);
        } catch {
          return;
        }
        expect(shown(argument, read)).toBe(read);
      }),
      { numRuns: 2000 },
    );
  });

  it('no text is read as a prefix that is longer than its family', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(999), (address, length) => {
        expect(readPrefix(`${address}/${length}`) !== undefined).toBe(length <= 32);
      }),
    );
  });
});
