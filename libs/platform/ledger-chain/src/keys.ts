import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { canonicalWords, type Signed } from './checkpoint.ts';

const ID = /^[A-Za-z0-9_-]{1,32}$/;
/** What stands before the 32 bytes of a key in its usual wrapping (RFC 8410). */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');

export class KeyError extends Error {
  override readonly name = 'KeyError';
}

const read = (list: string, what: string): (readonly [string, Buffer])[] =>
  list
    .split(/[\n,]/u)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, index) => {
      const [id = '', encoded = '', ...more] = line.split(':');
      const bytes = Buffer.from(encoded, 'base64');
      // Never quoted: it may be a private one.
      if (!ID.test(id) || more.length > 0 || bytes.length !== 32)
        throw new KeyError(`${what} ${index + 1} must be <id>:<32 bytes in base64>`);
      return [id, bytes] as const;
    });

const unique = <T>(pairs: readonly (readonly [string, T])[]): Map<string, T> => {
  const map = new Map(pairs);
  if (map.size < pairs.length) throw new KeyError('two keys have one id');
  return map;
};

const wrapped = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([PUBLIC, raw]), format: 'der', type: 'spki' });

/** Keys that verify, by their ids: `2026:<base64>,2025:<base64>`. */
export class PublicKeys {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  readonly #raw: ReadonlyMap<string, Buffer>;

  private constructor(keys: ReadonlyMap<string, Buffer>) {
    this.#raw = keys;
    this.#keys = new Map([...keys].map(([id, raw]) => [id, wrapped(raw)]));
  }

  static parse(list: string): PublicKeys {
    return new PublicKeys(unique(read(list, 'public key')));
  }

  get list(): readonly { readonly id: string; readonly public: string }[] {
    return [...this.#raw].map(([id, raw]) => ({ id, public: raw.toString('base64') }));
  }

  /** Why the signature does not hold; undefined when it does. */
  fault(document: Signed<object>): string | undefined {
    const key = this.#keys.get(document.key);
    if (key === undefined) return `it is signed with the key "${document.key}", which is not known`;
    const words = Buffer.from(canonicalWords(document));
    return verify(null, words, key, Buffer.from(document.signature, 'base64'))
      ? undefined
      : `its signature is not one of the key "${document.key}"`;
  }
}

/** Keys that sign: the first does, and all of them verify, so that one is rotated by another in front. */
export class SigningKeys {
  readonly #current: readonly [string, KeyObject];
  readonly publicKeys: PublicKeys;

  private constructor(keys: ReadonlyMap<string, KeyObject>) {
    const [current] = keys;
    if (current === undefined) throw new KeyError('there is no signing key');
    this.#current = current;
    this.publicKeys = PublicKeys.parse([...keys].map(([id, key]) => publicText(id, key)).join(','));
  }

  static parse(list: string): SigningKeys {
    const pairs = read(list, 'signing key').map(
      ([id, seed]) =>
        [
          id,
          createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' }),
        ] as const,
    );
    return new SigningKeys(unique(pairs));
  }

  /** A fresh key, as it is written into the list. */
  static newKey(id: string): string {
    if (!ID.test(id)) throw new KeyError('a key id is 1 to 32 letters, digits, "-" or "_"');
    const { privateKey } = generateKeyPairSync('ed25519');
    const der = privateKey.export({ format: 'der', type: 'pkcs8' });
    return `${id}:${der.subarray(-32).toString('base64')}`;
  }

  sign<T extends object>(words: T): Signed<T> {
    const [key, secret] = this.#current;
    const named = { ...words, key };
    const signature = sign(null, Buffer.from(canonicalWords(named)), secret);
    return { ...named, signature: signature.toString('base64') };
  }
}

const publicText = (id: string, secret: KeyObject): string => {
  const der = createPublicKey(secret).export({ format: 'der', type: 'spki' });
  return `${id}:${der.subarray(-32).toString('base64')}`;
};
