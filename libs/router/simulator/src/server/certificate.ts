import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { issue } from '../certificate/x509.ts';

export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

const day = 86_400_000;

/** A certificate as a router's own: signed by itself, good for a year. */
export const selfSigned = (name: string, now: Date): SelfSigned => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const cert = issue({
    subject: { 'common-name': name },
    publicKey,
    signer: privateKey,
    serial: randomBytes(8),
    from: new Date(now.getTime() - day),
    until: new Date(now.getTime() + 365 * day),
    usages: [],
    alternativeNames: ['DNS:localhost', 'IP:127.0.0.1'],
  });
  return { cert, key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
};

/** SHA-256, `AB:CD:…`: what a client pins. */
export const fingerprintOf = (certificate: string): string =>
  new X509Certificate(certificate).fingerprint256;
