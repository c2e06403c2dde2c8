import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

const PATIENCE_MS = 5_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What anybody on the way could change is believed on this machine alone. */
const checked = (address: string): URL => {
  const url = new URL(address);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)))
    return url;
  throw new Error(`${url.origin} is not reached by https`);
};

/** Where an issuer says that its keys are; they are fetched when a token needs them, and kept a while. */
export const discoverKeys = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(checked(address), {
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
  const document: unknown = await response.json();
  const [name, keys] = ['issuer', 'jwks_uri'].map((member): unknown =>
    Reflect.get(Object(document), member),
  );
  if (name !== issuer) throw new Error(`the issuer at ${issuer} calls itself otherwise`);
  if (typeof keys !== 'string') throw new Error('the issuer does not say where its keys are');
  return createRemoteJWKSet(checked(keys), {
    timeoutDuration: PATIENCE_MS,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
  });
};
