import { type KeyText, readKeyText } from '../key/key-text.ts';
import { Refused } from './refused.ts';

/** What somebody shows at the door. */
export type Credential =
  | ({ readonly kind: 'key' } & KeyText)
  /** Of an identity provider: a JSON web token. */
  | { readonly kind: 'token'; readonly token: string };

const BEARER = /^bearer +([^\s,]{1,8192})$/i;
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const HOW = 'send it as Authorization: Bearer fk_…';

const malformed = (): Refused =>
  new Refused(
    'CREDENTIAL_MALFORMED',
    'UNAUTHENTICATED',
    'Authorization must be Bearer, followed by an API key or a token',
    { suggestion: HOW },
  );

export const readCredential = (authorization: string | undefined): Credential => {
  if (authorization === undefined || authorization.trim() === '')
    throw new Refused('CREDENTIAL_MISSING', 'UNAUTHENTICATED', 'an API key or a token is needed', {
      suggestion: HOW,
    });
  const [, shown = ''] = BEARER.exec(authorization) ?? [];
  const key = readKeyText(shown);
  if (key !== undefined) return { kind: 'key', ...key };
  if (!TOKEN.test(shown)) throw malformed();
  return { kind: 'token', token: shown };
};
