import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CLASS, decodeMessage, encodeQuery, encodeUpdate, TYPE } from './message.ts';
import { decodeName, encodeName } from './name.ts';
import { KeyRefused, sign, verify } from './tsig.ts';
import { canonicalValue, decodeText, decodeValue, encodeText, encodeValue } from './values.ts';
import { WireError } from './wire-error.ts';

const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9-]{0,20}[a-z0-9])?$/);
const aName = fc.array(label, { maxLength: 8 }).map((labels) => labels.join('.'));
const key = { name: 'ferrule', secret: Buffer.from('a key that nobody knows') };
const NOW = 1_795_165_001;

describe('a name on the wire', () => {
  it('is read as it was written, in lower case', () => {
    fc.assert(
      fc.property(aName, (name) => {
        const bytes = encodeName(name.toUpperCase());
        expect(decodeName(bytes, 0)).toEqual({ name, end: bytes.length });
      }),
    );
  });

  it('is read through a pointer to what is before', () => {
    const bytes = Buffer.concat([
      encodeName('dc1.example'),
      Buffer.from([3, 119, 119, 119, 0xc0, 0]),
    ]);
    expect(decodeName(bytes, 13)).toEqual({ name: 'www.dc1.example', end: 19 });
  });

  it('is refused when it has a label that is too long, or none, or points to itself', () => {
    expect(() => encodeName('a'.repeat(64))).toThrow(WireError);
    expect(() => encodeName('a..b')).toThrow(WireError);
    expect(() => encodeName(Array.from({ length: 60 }, () => 'abcd').join('.'))).toThrow(WireError);
    expect(() => decodeName(Buffer.from([0xc0, 0]), 0)).toThrow(WireError);
    expect(() => decodeName(Buffer.from([5, 97]), 0)).toThrow(WireError);
  });
});

describe('a value on the wire', () => {
  it.each([
    ['A', '172.16.150.1', 'ac109601'],
    ['AAAA', '2001:db8:150::1', '20010db8015000000000000000000001'],
    ['AAAA', '::', '0'.repeat(32)],
    ['PTR', 'a.b', '016101620' + '0'],
  ] as const)('of %s, %s, is %s', (type, value, hex) => {
    expect(encodeValue(type, value).toString('hex')).toBe(hex);
    expect(decodeValue(type, encodeValue(type, value))).toBe(value);
  });

  it('of IPv6 is read as it was written, however it was written', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const value = canonicalValue('AAAA', address);
        expect(decodeValue('AAAA', encodeValue('AAAA', address))).toBe(value);
      }),
    );
  });

  it('is refused when it is none', () => {
    expect(() => encodeValue('A', '172.16.150.256')).toThrow(WireError);
    expect(() => encodeValue('AAAA', '172.16.150.1')).toThrow(WireError);
    expect(() => decodeValue('A', Buffer.alloc(5))).toThrow(WireError);
    expect(() => encodeText('x'.repeat(256))).toThrow(WireError);
    expect(decodeText(encodeText('network=net-1'))).toBe('network=net-1');
  });
});

describe('a message', () => {
  it('is an update of a zone, with what must hold before what is changed', () => {
    const none = { name: 'a.b', type: TYPE.A, class: CLASS.none, ttl: 0, data: Buffer.alloc(0) };
    const bytes = encodeUpdate(7, { zone: 'b', prerequisites: [none], changes: [none, none] });
    expect(bytes.toString('hex', 0, 12)).toBe('000728000001000100020000');
    expect(decodeMessage(bytes)).toMatchObject({
      id: 7,
      answers: [none],
      authorities: [none, none],
    });
  });

  it('of whatever bytes is a message or refused, and read in no time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        try {
          decodeMessage(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a signature', () => {
  const request = sign(encodeQuery(9, { name: 'dc1.example', type: TYPE.SOA }), key, NOW);
  const reply = encodeQuery(9, { name: 'dc1.example', type: TYPE.SOA });
  const check =
    (bytes: Buffer, seconds = NOW) =>
    () =>
      verify(bytes, key, seconds, request.mac);

  it('of a reply holds for the request that it answers, and no other', () => {
    const signed = sign(reply, key, NOW, request.mac);
    expect(check(signed.bytes)()).toMatchObject({ id: 9 });
    const other = sign(reply, key, NOW, Buffer.from('another request'));
    expect(check(other.bytes)).toThrow('the signature of a reply is wrong');
  });

  it('does not hold when a bit of the message was changed', () => {
    const { bytes } = sign(reply, key, NOW, request.mac);
    for (let at = 0; at < reply.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed[at] ?? 0) ^ 1, at);
      // The number of the message is restored from the signature, and looked at by whoever waits.
      if (at > 1) expect(check(changed)).toThrow(WireError);
    }
  });

  it('does not hold with another key, of another time, or when there is none', () => {
    const another = { name: 'ferrule', secret: Buffer.from('another key') };
    expect(check(sign(reply, another, NOW, request.mac).bytes)).toThrow('wrong');
    expect(check(sign(reply, key, NOW, request.mac).bytes, NOW + 301)).toThrow('not of now');
    expect(check(reply)).toThrow('a reply is not signed');
  });

  it('that is refused by the server says why', () => {
    const { bytes } = sign(reply, key, NOW);
    // BADKEY cannot be signed: the server has not the key.
    const cut = Buffer.from(bytes);
    const size = cut.length - 6 - 32 - 2;
    cut.writeUInt16BE(0, size);
    const unsigned = Buffer.concat([cut.subarray(0, size + 2), cut.subarray(size + 34)]);
    unsigned.writeUInt16BE(17, unsigned.length - 4);
    const recordAt = reply.length + encodeName(key.name).length + 8;
    unsigned.writeUInt16BE(unsigned.length - recordAt - 2, recordAt);
    expect(check(unsigned)).toThrow(KeyRefused);
    expect(check(unsigned)).toThrow('BADKEY');
  });
});
