import { X509Certificate } from 'node:crypto';
import { writeDuration } from '../menu/number-types.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import { keyIdOf } from './x509.ts';

/** Where a row keeps the certificate and its private key, as PEM. Values that begin with a dot are shown to nobody. */
export const certificateOf = ({ values }: Row): string | undefined => values.get('.certificate');
export const keyOf = ({ values }: Row): string | undefined => values.get('.key');

const day = 86_400_000;

const written = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ');

const bytesOf = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

const attributes: Readonly<Record<string, string>> = {
  C: 'country',
  ST: 'state',
  L: 'locality',
  O: 'organization',
  OU: 'unit',
  CN: 'common-name',
};

const subjectOf = (text: string): readonly (readonly [string, string])[] =>
  text.split('\n').flatMap((line) => {
    const name = attributes[line.slice(0, line.indexOf('='))];
    return name === undefined ? [] : [[name, bytesOf(line.slice(line.indexOf('=') + 1))] as const];
  });

const keySizeOf = ({ publicKey: { asymmetricKeyDetails = {} } }: X509Certificate) =>
  String(asymmetricKeyDetails.namedCurve ?? asymmetricKeyDetails.modulusLength ?? '');

/** What a router shows of a certificate, read out of the certificate itself. */
export const factsOf = (pem: string): ReadonlyMap<string, string> => {
  const read = new X509Certificate(pem);
  const [from, until] = [new Date(read.validFrom), new Date(read.validTo)];
  return new Map([
    ['.certificate', pem],
    ...subjectOf(read.subject),
    ['issuer', bytesOf(read.issuer.replaceAll('\n', ','))],
    ['key-type', read.publicKey.asymmetricKeyType ?? ''],
    ['key-size', keySizeOf(read)],
    ['serial-number', read.serialNumber],
    ['fingerprint', read.fingerprint256.replaceAll(':', '').toLowerCase()],
    ['skid', keyIdOf(read.publicKey).toString('hex')],
    ['invalid-before', written(from)],
    ['invalid-after', written(until)],
    ['days-valid', String(Math.round((until.getTime() - from.getTime()) / day))],
    ...(read.ca ? [['authority', 'true'] as const] : []),
  ]);
};

const endOf = ({ values }: Row): number | undefined => {
  const until = values.get('invalid-after');
  return until === undefined ? undefined : Date.parse(`${until.replace(' ', 'T')}Z`);
};

export const isExpired = (row: Row, router: Router): boolean =>
  (endOf(row) ?? Infinity) < router.time.getTime();

export const expiresAfter = (row: Row, router: Router): string | undefined => {
  const end = endOf(row);
  if (end === undefined || isExpired(row, router)) return undefined;
  return writeDuration(Math.floor((end - router.time.getTime()) / 1000) * 1000);
};
