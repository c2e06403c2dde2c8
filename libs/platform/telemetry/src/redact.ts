const hidden = '[redacted]';

const secretName =
  /^(?:pass|pwd)$|pass(?:word|wd|phrase)|secret|token|authori[sz]ation|apikey|privatekey|presharedkey|psk|cookie|credential|auth(?:entication)?key|encryptionkey|signingkey|md5key|snmpcommunity/u;

/** `Pre-Shared-Key`, `pre_shared_key` and `preSharedKey` are one name. */
const isSecretName = (name: string): boolean =>
  secretName.test(name.toLowerCase().replace(/[^a-z0-9]/gu, ''));

const name =
  '(?:pass(?:word|wd|phrase)|secret|token|credential|(?:api|auth|authentication|encryption|signing|private|pre[-_]?shared)[-_]?key)';
const quoted = String.raw`\\"(?:(?!\\").)*(?:\\"|$)|"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)`;

/**
 * What a secret looks like inside a sentence, and what is left of it. Repetitions in the
 * middle of a pattern are bounded: a body of half a megabyte must not take seconds.
 */
const inText: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|$)/gu,
    hidden,
  ],
  // Both are several words: without quotes, everything up to the end of the line.
  [
    new RegExp(
      String.raw`((?:authori[sz]ation|cookie)\\?["']?\s{0,4}[=:]\s{0,4})(?:${quoted}|[^"'\r\n][^\r\n]*)`,
      'giu',
    ),
    `$1${hidden}`,
  ],
  [/\b(bearer|basic)\s{1,4}[\w.~+/=-]{6,}/giu, `$1 ${hidden}`],
  [/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,128}:)[^\s/@]{1,256}@/giu, `$1${hidden}@`],
  [/\bfk_[\w-]{6,}/gu, `fk_${hidden}`],
  [/(?<![\w-])eyJ[\w-]{4,2048}\.[\w-]{4,4096}\.[\w-]*/gu, hidden],
  // It is sealed already; its key id tells what an operator wants to know.
  [/\b(sealed:v\d{1,3}:[\w.-]{1,64}:)[\w:+/=-]+/gu, `$1${hidden}`],
  [
    new RegExp(
      String.raw`(${name}[\w.-]{0,40}\\?["']?\s{0,4}[=:]\s{0,4})(?:${quoted}|[^\s,;&"'}\\]+)`,
      'giu',
    ),
    `$1${hidden}`,
  ],
];

/** A text without what looks like a key, a token, a password or a credential in a URL. */
export const redactText = (text: string): string =>
  inText.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);

const maxDepth = 12;
const maxItems = 200;
const maxText = 16_384;

const redactString = (text: string): string => {
  const rest = redactText(text);
  const cut = rest.length - maxText;
  return cut > 0 ? `${rest.slice(0, maxText)}… [${cut} more characters]` : rest;
};

/** `{ name: 'password', value: … }`, as lists of attributes are written. */
const isNamedSecret = (value: object): boolean =>
  ['name', 'key', 'field', 'property', 'header'].some((key) => {
    const found: unknown = Reflect.get(value, key);
    return typeof found === 'string' && isSecretName(found);
  });

/** Yes and no are no secrets: whether there is a password may be known. */
const hide = (value: unknown): unknown =>
  value === undefined || value === null || typeof value === 'boolean' ? value : hidden;

const entriesOf = (value: object): [string, unknown][] => {
  if (value instanceof Map) {
    return Array.from(value, ([key, item]: [unknown, unknown]) => [String(key), item]);
  }
  if (!(value instanceof Error)) return Object.entries(value);
  const { name: type, message, stack, cause } = value;
  const errors: unknown = value instanceof AggregateError ? value.errors : undefined;
  return Object.entries(Object.assign({}, value, { type, message, stack, cause, errors }));
};

const redactItems = (items: readonly unknown[], path: readonly object[]): unknown[] => {
  const shown = items.slice(0, maxItems).map((item) => redactValue(item, path));
  return items.length > maxItems ? [...shown, `… ${items.length - maxItems} more`] : shown;
};

const redactObject = (value: object, path: readonly object[]): unknown => {
  if (path.includes(value)) return '[circular]';
  if (path.length >= maxDepth) return '[too deep]';
  const inner = [...path, value];
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${value.byteLength} bytes]`;
  }
  if (Array.isArray(value) || value instanceof Set) return redactItems([...value], inner);
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') return redactValue(Reflect.apply(toJson, value, ['']), inner);
  const named = isNamedSecret(value);
  return Object.fromEntries(
    entriesOf(value).map(([key, item]) => {
      const secret = isSecretName(key) || (named && key === 'value');
      return [key, secret ? hide(item) : redactValue(item, inner)];
    }),
  );
};

const redactValue = (value: unknown, path: readonly object[]): unknown => {
  if (typeof value === 'string') return redactString(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  try {
    return redactObject(value, path);
  } catch (error) {
    // A getter that throws must not take the line with it.
    return `[unreadable: ${error instanceof Error ? error.name : 'no error'}]`;
  }
};

/**
 * A copy that may be written to a log: what stands under a name such as `password` or `apiKey` is
 * hidden at any depth, texts are searched for secrets, and nothing is too large or circular.
 */
export const redact = (value: unknown): unknown => redactValue(value, []);

/** The same for the properties of one object. */
export const redactFields = (fields: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, item]: [string, unknown]) => [
      key,
      isSecretName(key) ? hide(item) : redact(item),
    ]),
  );
