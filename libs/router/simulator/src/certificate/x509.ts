import { createHash, sign, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { readAddress } from '../menu/address.ts';
import { bits, der, elementsOf, integer, objectId, octets, sequence, time, truth } from './der.ts';

/** `common-name`, `country` …, one character for each byte. */
export type Subject = Readonly<Record<string, string | undefined>>;

export interface Wish {
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  /** Of whoever vouches for it: its own private key, or that of an authority, whose certificate is needed then. */
  readonly signer: KeyObject;
  readonly authority?: string | undefined;
  readonly serial: Buffer;
  readonly from: Date;
  readonly until: Date;
  readonly usages: readonly string[];
  /** `DNS:localhost`, `IP:192.0.2.1`, `email:…` */
  readonly alternativeNames: readonly string[];
  readonly digest?: string;
}

const attributes: readonly (readonly [name: string, id: string])[] = [
  ['country', '2.5.4.6'],
  ['state', '2.5.4.8'],
  ['locality', '2.5.4.7'],
  ['organization', '2.5.4.10'],
  ['unit', '2.5.4.11'],
  ['common-name', '2.5.4.3'],
];

const nameOf = (subject: Subject) =>
  sequence(
    ...attributes.flatMap(([name, id]) => {
      const text = subject[name];
      if (text === undefined || text === '') return [];
      const value = der(name === 'country' ? 0x13 : 0x0c, Buffer.from(text, 'latin1'));
      return [der(0x31, sequence(objectId(id), value))];
    }),
  );

const derOf = (pem: string) => new X509Certificate(pem).raw;

/** Its subject to the byte, for that is how a chain is followed. */
const subjectOf = (pem: string): Buffer => {
  const [whole] = elementsOf(derOf(pem));
  const [body] = elementsOf(whole?.body ?? Buffer.alloc(0));
  return elementsOf(body?.body ?? Buffer.alloc(0))[5]?.whole ?? sequence();
};

/** What names a key in a chain. */
export const keyIdOf = (key: KeyObject): Buffer => {
  const [whole] = elementsOf(key.export({ format: 'der', type: 'spki' }));
  const [, string] = elementsOf(whole?.body ?? Buffer.alloc(0));
  return createHash('sha1')
    .update(string?.body.subarray(1) ?? '')
    .digest();
};

const rsa: Readonly<Record<string, string>> = {
  md5: '4',
  sha1: '5',
  sha256: '11',
  sha384: '12',
  sha512: '13',
};
const ecdsa: Readonly<Record<string, string>> = {
  sha1: '1',
  sha256: '3.2',
  sha384: '3.3',
  sha512: '3.4',
};

const algorithmOf = (signer: KeyObject, wanted: string) => {
  if (signer.asymmetricKeyType === 'rsa') {
    const digest = wanted in rsa ? wanted : 'sha256';
    const id = sequence(objectId(`1.2.840.113549.1.1.${rsa[digest] ?? ''}`), der(0x05));
    return { digest, id };
  }
  const digest = wanted in ecdsa ? wanted : 'sha256';
  return { digest, id: sequence(objectId(`1.2.840.10045.4.${ecdsa[digest] ?? ''}`)) };
};

const keyUsages =
  'digital-signature content-commitment key-encipherment data-encipherment key-agreement key-cert-sign crl-sign encipher-only decipher-only'.split(
    ' ',
  );

const purposes: Readonly<Record<string, string>> = {
  'tls-server': '1',
  'tls-client': '2',
  'code-sign': '3',
  'email-protect': '4',
  timestamp: '8',
  'ocsp-sign': '9',
  dvcs: '10',
};

const extension = (id: string, value: Buffer, isCritical = false) =>
  sequence(objectId(id), ...(isCritical ? [truth] : []), octets(value));

/** Bits are counted from the left, and those that are not set are left out at the end. */
const usageBits = (usages: readonly string[]): Buffer | undefined => {
  const set = keyUsages.flatMap((name, at) => (usages.includes(name) ? [at] : []));
  const last = set.at(-1);
  if (last === undefined) return undefined;
  const bytes = Buffer.alloc((last >> 3) + 1);
  for (const at of set) bytes.writeUInt8(bytes.readUInt8(at >> 3) | (0x80 >> (at & 7)), at >> 3);
  return bits(bytes, 7 - (last & 7));
};

const alternative = (text: string): Buffer => {
  const colon = text.indexOf(':');
  const [kind, value] = [text.slice(0, colon), text.slice(colon + 1)];
  if (kind !== 'IP') return der(kind === 'email' ? 0x81 : 0x82, Buffer.from(value, 'latin1'));
  const number = readAddress(value)?.bits.toString(16) ?? '';
  return der(0x87, Buffer.from(number.padStart(isIPv4(value) ? 8 : 32, '0'), 'hex'));
};

const extensionsOf = ({ publicKey, authority, usages, alternativeNames }: Wish): Buffer => {
  const usage = usageBits(usages);
  const extended = usages.flatMap((name) => purposes[name] ?? []);
  const issuer = authority === undefined ? publicKey : new X509Certificate(authority).publicKey;
  return der(
    0xa3,
    sequence(
      ...(usages.includes('key-cert-sign') ? [extension('2.5.29.19', sequence(truth), true)] : []),
      ...(usage === undefined ? [] : [extension('2.5.29.15', usage, true)]),
      ...(extended.length === 0
        ? []
        : [
            extension(
              '2.5.29.37',
              sequence(...extended.map((id) => objectId(`1.3.6.1.5.5.7.3.${id}`))),
            ),
          ]),
      extension('2.5.29.14', octets(keyIdOf(publicKey))),
      extension('2.5.29.35', sequence(der(0x80, keyIdOf(issuer)))),
      ...(alternativeNames.length === 0
        ? []
        : [extension('2.5.29.17', sequence(...alternativeNames.map(alternative)))]),
    ),
  );
};

/** A certificate that any client can read, as PEM. Node makes keys and signatures, but no certificates. */
export const issue = (wish: Wish): string => {
  const { subject, publicKey, signer, authority, serial, from, until, digest = 'sha256' } = wish;
  const algorithm = algorithmOf(signer, digest);
  const name = nameOf(subject);
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm.id,
    authority === undefined ? name : subjectOf(authority),
    sequence(time(from), time(until)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    extensionsOf(wish),
  );
  const signature = sign(algorithm.digest, body, signer);
  const base64 = sequence(body, algorithm.id, bits(signature)).toString('base64');
  const lines = base64.match(/.{1,64}/gu) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};
