import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redact, redactText } from './redact.ts';

/** No generated noise contains it by chance. */
const secret = fc.stringMatching(/^[a-z0-9/+]{4,20}$/u).map((rest) => `Hidden${rest}`);

const secretName = fc
  .tuple(
    fc.constantFrom('', 'admin', 'x-', 'router.', 'wifi_'),
    fc.constantFrom(
      ...['password', 'passphrase', 'secret', 'token', 'Authorization', 'apiKey', 'api_key'],
      ...['privateKey', 'private-key', 'preSharedKey', 'PRESHARED_KEY', 'cookie', 'Set-Cookie'],
      ...['credentials', 'authentication-key', 'ipsec-secret', 'clientSecret', 'accessToken'],
    ),
  )
  .map(([prefix, name]) => prefix + name);

const noise = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

/** The secret under a telling name, wrapped in up to six layers of whatever data is made of. */
const buried = secret.chain((hidden) =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...(['object', 'array', 'map', 'error'] as const)),
        fc.string(),
        noise,
      ),
      { maxLength: 6 },
    )
    .chain((layers) =>
      fc
        .tuple(secretName, fc.constantFrom('field', 'named', 'sentence', 'text', 'url'))
        .map(([name, how]) => {
          const core: unknown = {
            field: { [name]: hidden },
            named: { name, value: hidden },
            sentence: { text: `login with ${name}=${hidden}, then ask` },
            text: { text: JSON.stringify(JSON.stringify({ [name]: hidden })) },
            url: { text: `nats://user:${encodeURIComponent(hidden)}@127.0.0.1:4222` },
          }[how];
          return layers.reduce<unknown>((inner, [kind, key, beside]) => {
            switch (kind) {
              case 'array':
                return [beside, inner];
              case 'map':
                return new Map([[key, inner]]);
              case 'error':
                return Object.assign(new Error('no', { cause: inner }), { beside });
              case 'object':
                return { beside, [`k${key}`]: inner };
            }
          }, core);
        }),
    ),
);

describe('redaction', () => {
  it('lets no secret through, however it is named and wherever it is buried', () => {
    fc.assert(
      fc.property(buried, (value) => {
        expect(JSON.stringify(redact(value))).not.toContain('Hidden');
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves plain data as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }), (data) => {
        const text = JSON.stringify(data);
        fc.pre(
          !/pass|secret|token|key|name|cookie|auth|cred|psk|pwd|snmp|header|prop/iu.test(text),
        );
        expect(JSON.stringify(redact(data))).toBe(text);
      }),
    );
  });

  it.each([
    ['fk_live_0123456789abcdef', 'fk_[redacted]'],
    ['Authorization: Bearer abcdef.ghi', 'Authorization: [redacted]'],
    ['postgres://ipam:pa55w0rd@127.0.0.1/ferrule', 'postgres://ipam:[redacted]@127.0.0.1/ferrule'],
    ['sealed:v1:k2:bm9uY2U:Y2lwaGVy+dGFn', 'sealed:v1:k2:[redacted]'],
    ['/ppp/secret/add =name=ann =password=x y', '/ppp/secret/add =name=ann =password=[redacted] y'],
    ['{"token":"a b","size":"/24"}', '{"token":[redacted],"size":"/24"}'],
    [String.raw`{\"apiKey\":\"a b\",\"n\":1}`, String.raw`{\"apiKey\":[redacted],\"n\":1}`],
    ["secret = 'two words' end", 'secret = [redacted] end'],
    ['password="never closed', 'password=[redacted]'],
    ['a eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0 b', 'a [redacted] b'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY----- x', '[redacted] x'],
    ['10.0.0.0/24 has 254 addresses', '10.0.0.0/24 has 254 addresses'],
  ])('reads %j', (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it.each([
    ...['wpa2-psk', 'snmpCommunity', 'tcp-md5-key', 'pwd', 'encryptionKey', 'signing_key'],
    ...['authentication-key', 'credentials', 'X-Api-Key', 'Set-Cookie', 'privateKey'],
  ])('hides what stands under %s', (name) => {
    expect(redact({ [name]: 'open sesame' })).toEqual({ [name]: '[redacted]' });
  });

  it('tells whether there is a password', () => {
    expect(redact({ hasPassword: true, password: null })).toEqual({
      hasPassword: true,
      password: null,
    });
  });

  it('shows an error as data, with its causes and its code', () => {
    const cause = new AggregateError([new Error('password=Hidden')], 'all failed');
    const shown = redact(Object.assign(new Error('no', { cause }), { code: 'ECONNREFUSED' }));
    expect(shown).toMatchObject({
      type: 'Error',
      message: 'no',
      code: 'ECONNREFUSED',
      cause: { message: 'all failed', errors: [{ message: 'password=[redacted]' }] },
    });
  });

  it('survives what cannot be written: circles, depths, sizes, bytes, getters that throw', () => {
    const circle: Record<string, unknown> = { size: 10n, bytes: new Uint8Array(12), run: () => 1 };
    circle['self'] = circle;
    const deep = Array.from({ length: 40 }).reduce<unknown>((inner) => ({ inner }), 'bottom');
    const broken = {
      get field(): string {
        throw new TypeError('no');
      },
    };
    expect(redact(circle)).toEqual({ size: '10', bytes: '[12 bytes]', self: '[circular]' });
    expect(JSON.stringify(redact(deep))).toContain('[too deep]');
    expect(redact({ broken })).toEqual({ broken: '[unreadable: TypeError]' });
    expect(redact(Array.from({ length: 201 }).fill(1))).toHaveLength(201);
    expect(redact({ text: 'x'.repeat(20_000) })).toEqual({
      text: `${'x'.repeat(16_384)}… [3616 more characters]`,
    });
  });

  it.each([
    'token',
    'secret-',
    'a.',
    'eyJ-',
    '-----BEGIN PRIVATE KEY-----',
    'a://b:',
    'bearer ',
    '\\"',
  ])('is done with half a megabyte of %j in no time', (part) => {
    const since = process.cpuUsage();
    redactText(part.repeat(524_288 / part.length));
    // Processor time, so that a busy machine does not count.
    expect(process.cpuUsage(since).user / 1000).toBeLessThan(1000);
  });
});
