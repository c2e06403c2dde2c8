import { Dice } from '../chaos/dice.ts';

/** As much of a JSON schema as a request's needs. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly maxLength?: number;
  readonly maximum?: number;
  readonly minimum?: number;
}

/** What goes over the wire. */
export interface WildRequest {
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

type Body = Record<string, unknown>;

/** Where a field stands: `['options', 'description']`. */
type Path = readonly string[];

const WILD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 24, 1.5, 1e308, -1e-308, Number.MAX_SAFE_INTEGER, 4_294_967_296],
  ...['', ' ', '0', 'null', 'undefined', 'NaN', 'true', '/24', '/0', '/33', '/24 ', '24', '//24'],
  ...[
    'a\u0000b',
    'a\nb: c',
    'a\r\nnats: x',
    '\ud800',
    '\u202eabc',
    '🛜'.repeat(80),
    'é'.normalize('NFD'),
  ],
  ...['>', '*', 'DC1.evil', 'DC1.>', '$JS.API', '../../etc/passwd', '%00', '{{7*7}}', "'; --", '"'],
  ...[
    'DC1',
    'DC2',
    'DC9',
    '172.16.0.0/24',
    '0.0.0.0/0',
    '::/0',
    '255.255.255.255/32',
    'x'.repeat(70_000),
  ],
  ...[
    [],
    [[]],
    ['DC1'],
    {},
    { a: { b: {} } },
    { length: 3 },
    { toString: 1 },
    [null],
    ['/24', '/25'],
  ],
];

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'vlanId',
  'networkId',
  'tenant',
  '',
  'ОК',
  'a.b',
];

export class RequestMaker {
  readonly #root: Schema;
  readonly #schemas: Readonly<Record<string, Schema>>;
  readonly #paths: readonly Path[];

  /** The schema of the body, and those that it refers to by name. */
  constructor(root: Schema, schemas: Readonly<Record<string, Schema>>) {
    this.#schemas = schemas;
    this.#root = root;
    this.#paths = this.#pathsOf(root, []);
  }

  /** Every field that the document knows. */
  get fields(): readonly string[] {
    return this.#paths.map((path) => path.join('.'));
  }

  make(seed: number): WildRequest {
    const dice = new Dice(seed);
    const body: Body = { clientId: 'fuzz', datacenter: dice.pick(['DC1', 'DC2']), size: '/29' };
    const changes = dice.between(1, 3);
    for (let change = 0; change < changes; change += 1) this.#change(body, dice);
    const headers = headersOf(dice);
    const text = JSON.stringify(body);
    return { body: dice.chance(0.08) ? mangled(text, dice) : text, headers };
  }

  #change(body: Body, dice: Dice): void {
    const path = dice.chance(0.1) ? [dice.pick(NAMES)] : dice.pick(this.#paths);
    const parents = path.slice(0, -1);
    let holder = body;
    for (const parent of parents) {
      const inner = holder[parent];
      const next: Body = isBody(inner) ? inner : {};
      put(holder, parent, next);
      holder = next;
    }
    const name = path.at(-1) ?? '';
    if (dice.chance(0.12)) Reflect.deleteProperty(holder, name);
    else put(holder, name, dice.chance(0.5) ? dice.pick(WILD) : this.#edge(path, dice));
  }

  /** At the edge of what the schema allows, on either side of it. */
  #edge(path: Path, dice: Dice): unknown {
    const schema = path.reduce<Schema | undefined>(
      (outer, name) => outer && this.#resolved(outer).properties?.[name],
      this.#root,
    );
    const { enum: words, maxLength, maximum, minimum, type } = this.#resolved(schema ?? {});
    const edges: unknown[] = [];
    if (words !== undefined)
      edges.push(...words, String(words[0]).toUpperCase(), `${String(words[0])} `);
    if (maxLength !== undefined) edges.push('x'.repeat(maxLength), 'x'.repeat(maxLength + 1));
    if (maximum !== undefined) edges.push(maximum, maximum + 1);
    if (minimum !== undefined) edges.push(minimum, minimum - 1);
    const types = Array.isArray(type) ? type : [type];
    if (types.includes('boolean')) edges.push(true, false, 'true', 1);
    if (types.includes('string')) edges.push('a', '/16', '/28', '/30', '/31', '10.0.0.0/8');
    if (types.includes('array'))
      edges.push(
        [],
        ['a'],
        Array.from({ length: 100 }, () => 'a'),
      );
    if (types.includes('object')) edges.push({}, { a: 1 }, 'a');
    return edges.length === 0 ? dice.pick(WILD) : dice.pick(edges);
  }

  #pathsOf(schema: Schema, above: Path): readonly Path[] {
    const { properties = {} } = this.#resolved(schema);
    return Object.entries(properties).flatMap(([name, inner]) => [
      [...above, name],
      ...(above.length < 3 ? this.#pathsOf(inner, [...above, name]) : []),
    ]);
  }

  #resolved(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    if (name !== undefined) return this.#resolved(this.#schemas[name] ?? {});
    const parts = schema.allOf ?? schema.anyOf ?? schema.oneOf;
    return parts === undefined
      ? schema
      : parts
          .map((part) => this.#resolved(part))
          .reduce((all, part) => ({ ...all, ...part }), schema);
  }
}

const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Also `__proto__`, as a field that is sent like any other. */
const put = (holder: Body, name: string, value: unknown): void => {
  Object.defineProperty(holder, name, {
    value,
    ...{ enumerable: true, writable: true, configurable: true },
  });
};

const headersOf = (dice: Dice): Record<string, string> => ({
  'content-type': dice.chance(0.03)
    ? dice.pick(['text/plain', 'application/xml', 'application/json; charset=utf-16', 'x'])
    : 'application/json',
  // Most callers of a fuzz have no time to wait.
  prefer: dice.chance(0.05) ? dice.pick(['wait=-1', 'wait=1e9', 'x', 'wait=0']) : 'respond-async',
  ...(dice.chance(0.1) && {
    'idempotency-key': dice.pick(['a', 'a b', 'x'.repeat(256), `key-${dice.between(1, 20)}`, '{}']),
  }),
});

const mangled = (text: string, dice: Dice): string | Uint8Array => {
  const at = dice.between(0, text.length - 1);
  const bytes = Buffer.from(text);
  switch (dice.between(0, 6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return `${text}${text}`;
    case 2:
      return `\ufeff${text}`;
    case 3:
      return text.replace('{', '{"size":"/28",'); // a field twice
    case 4:
      return `${'{"options":'.repeat(3_000)}1${'}'.repeat(3_000)}`;
    case 5:
      return dice.pick(['', 'null', '[]', '7', '"x"', 'true', '[{}]']);
    default:
      bytes[at] = dice.between(128, 255); // no UTF-8
      return bytes;
  }
};
