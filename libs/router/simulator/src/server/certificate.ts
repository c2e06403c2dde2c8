import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);

const ecdsaWithSha256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));

const commonName = (name: string) =>
  sequence(der(0x31, sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)))));

const generalizedTime = (time: Date) =>
  der(0x18, Buffer.from(`${time.toISOString().replaceAll(/[-:T]/gu, '').slice(0, 14)}Z`));

/** subjectAltName: `localhost` and 127.0.0.1. */
const alternativeNames = der(
  0xa3,
  sequence(
    sequence(
      Buffer.from('0603551d11', 'hex'),
      der(
        0x04,
        sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
      ),
    ),
  ),
);

export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;

/** A certificate as a router's own: signed by itself, good for a year. Node makes keys and signatures, but no certificates. */
export const selfSigned = (name: string, now: Date): SelfSigned => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = randomBytes(8);
  serial.writeUInt8((serial.readUInt8(0) & 0x7f) | 1, 0);
  const body = sequence(
    der(0xa0, Buffer.from('020102', 'hex')),
    der(0x02, serial),
    ecdsaWithSha256,
    commonName(name),
    sequence(
      generalizedTime(new Date(now.getTime() - day)),
      generalizedTime(new Date(now.getTime() + 365 * day)),
    ),
    commonName(name),
    publicKey.export({ format: 'der', type: 'spki' }),
    alternativeNames,
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const base64 = (certificate.toString('base64').match(/.{1,64}/gu) ?? []).join('\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
};

/** SHA-256, `AB:CD:…`: what a client pins. */
export const fingerprintOf = (certificate: string): string =>
  new X509Certificate(certificate).fingerprint256;
