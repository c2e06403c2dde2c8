import { readDuration, writeDuration } from '../menu/number-types.ts';
import { Trap } from '../menu/trap.ts';
import { log } from './log.ts';
import type { Interpreter } from './interpreter.ts';
import { ScriptParser } from './parse-script.ts';
import { Scope } from './scope.ts';
import type { Arguments, Expression } from './syntax.ts';
import { arrayOf, Code, isArray, isTrue, numberOf, textOf, typeOf } from './value.ts';
import type { Value } from './value.ts';

interface Use {
  readonly interpreter: Interpreter;
  readonly args: Arguments;
  readonly scope: Scope;
}

type Builtin = (use: Use) => Promise<Value>;

const missing = (name: string) => new Trap(`missing value(s) of argument(s) ${name}`, 3);

/** The argument of the name, or the one at the place. */
const find = ({ args }: Use, name: string, at?: number): Expression | undefined =>
  args.named.get(name) ?? (at === undefined ? undefined : args.positional[at]);

const get = async (use: Use, name: string, at?: number): Promise<Value> => {
  const expression = find(use, name, at);
  return expression === undefined ? undefined : use.interpreter.evaluate(expression, use.scope);
};

const need = async (use: Use, name: string, at?: number): Promise<Value> => {
  if (find(use, name, at) === undefined) throw missing(name);
  return get(use, name, at);
};

/** A variable's name, written without `$`. */
const nameAt = (use: Use, at = 0): string => {
  const expression = use.args.named.get('name') ?? use.args.positional[at];
  if (expression?.kind === 'word') return expression.text;
  if (expression?.kind === 'text' && typeof expression.parts[0] === 'string')
    return expression.parts[0];
  throw missing('name');
};

/** `:local f do={…}`, `:local x value`. */
const valueGiven = async (use: Use): Promise<{ readonly is: Value } | undefined> =>
  find(use, 'do') === undefined && find(use, 'value', 1) === undefined
    ? undefined
    : { is: find(use, 'do') === undefined ? await get(use, 'value', 1) : await get(use, 'do') };

const runCode = async ({ interpreter, scope }: Use, code: Value): Promise<Value> =>
  code instanceof Code ? interpreter.run(code.body, scope) : undefined;

/** Runs what may fail; then, with the refusal's text, what is to be done about it. */
const attempt = async (
  use: Use,
  code: Value,
  otherwise?: (message: string) => Promise<Value>,
): Promise<Value> => {
  if (otherwise === undefined) return runCode(use, code);
  try {
    return await runCode(use, code);
  } catch (error) {
    if (!(error instanceof Trap) || error.category === 2) throw error;
    return otherwise(error.message);
  }
};

const loop: Builtin = async (use) => {
  const code = await need(use, 'do', 0);
  const condition = find(use, 'while');
  const onError = await get(use, 'on-error');
  const once = () =>
    attempt(use, code, onError === undefined ? undefined : () => runCode(use, onError));
  let value = await once();
  while (
    condition !== undefined &&
    use.interpreter.leaving === undefined &&
    (await use.interpreter.holds(condition, use.scope))
  )
    value = await once();
  return value;
};

const whileLoop: Builtin = async ({ interpreter, args, scope }) => {
  const condition = args.named.get('condition') ?? args.positional[0];
  const body = args.named.get('do') ?? args.positional[1];
  if (condition === undefined || body === undefined) throw missing('condition');
  const code = await interpreter.evaluate(body, scope);
  while (await interpreter.holds(condition, scope))
    if (!(await interpreter.runBody(code, scope))) break;
  return undefined;
};

const forLoop: Builtin = async (use) => {
  const [from, to] = [numberOf(await need(use, 'from')), numberOf(await need(use, 'to'))];
  if (from === undefined || to === undefined) throw new Trap('invalid value for argument from', 3);
  const step = Math.abs(numberOf(await get(use, 'step')) ?? 1) * (to < from ? -1 : 1);
  if (step === 0) throw new Trap('invalid value for argument step', 3);
  const code = await need(use, 'do');
  const scope = new Scope(use.scope);
  for (let count = from; step > 0 ? count <= to : count >= to; count += step) {
    scope.declare(nameAt(use), count);
    if (!(await use.interpreter.runBody(code, scope))) break;
  }
  return undefined;
};

const forEach: Builtin = async (use) => {
  const list = await need(use, 'in');
  const code = await need(use, 'do');
  const [first = '', second] = use.args.positional
    .flatMap((one) => (one.kind === 'word' ? one.text.split(',') : []))
    .filter((name) => name !== '');
  for (const [key, item] of isArray(list) ? list : arrayOf(list === undefined ? [] : [list])) {
    const scope = new Scope(use.scope);
    scope.declare(second ?? first, item);
    if (second !== undefined) scope.declare(first, key);
    if (!(await use.interpreter.runBody(code, scope))) break;
  }
  return undefined;
};

const choose: Builtin = async (use) => {
  const condition = find(use, 'condition', 0);
  if (condition === undefined) throw missing('condition');
  const holds = await use.interpreter.holds(condition, use.scope);
  return runCode(use, await get(use, holds ? 'do' : 'else', holds ? 1 : undefined));
};

const leave =
  (by: 'return' | 'break' | 'continue'): Builtin =>
  async (use) => {
    const value = by === 'return' ? await get(use, 'value', 0) : undefined;
    use.interpreter.leaving = { by, value };
    return value;
  };

const delay: Builtin = async (use) => {
  const text = textOf((await get(use, 'delay-time', 0)) ?? 1);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  // A router that is stopped waits for no script.
  setTimeout(() => resolve(undefined), readDuration(text) ?? 0).unref();
  return promise;
};

const pick: Builtin = async (use) => {
  const value = await need(use, 'counter', 0);
  const begin = numberOf(await need(use, 'begin', 1)) ?? 0;
  const end = numberOf(await get(use, 'end', 2));
  if (!isArray(value)) return textOf(value).slice(begin, end ?? begin + 1);
  const items = [...value.values()];
  return end === undefined ? items[begin] : arrayOf(items.slice(begin, end));
};

const search: Builtin = async (use) => {
  const [where, what] = [await need(use, 'where', 0), await need(use, 'what', 1)];
  const after = numberOf(await get(use, 'after', 2)) ?? -1;
  const items = isArray(where) ? [...where.values()].map(textOf) : undefined;
  const at =
    items === undefined
      ? textOf(where).indexOf(textOf(what), after + 1)
      : items.indexOf(textOf(what), after + 1);
  return at < 0 ? undefined : at;
};

const convert =
  (change: (value: Value) => Value): Builtin =>
  async (use) =>
    change(await need(use, 'value', 0));

const toArray = (value: Value): Value =>
  isArray(value) ? value : arrayOf(textOf(value) === '' ? [] : textOf(value).split(','));

const ofType = (type: string) => (value: Value) =>
  typeOf(value).startsWith(type) ? value : undefined;

const toTime = (value: Value): Value => {
  const milliseconds = readDuration(textOf(value));
  return milliseconds === undefined ? undefined : writeDuration(milliseconds);
};

const entries: Readonly<Record<string, Builtin>> = {
  put: async (use) => {
    use.interpreter.output.push(textOf(await need(use, 'message', 0)));
    return undefined;
  },
  local: async (use) => {
    const value = await valueGiven(use);
    use.scope.declare(nameAt(use), value?.is);
    return undefined;
  },
  global: async (use) => {
    use.scope.declareGlobal(use.interpreter.router, nameAt(use), await valueGiven(use));
    return undefined;
  },
  set: async (use) => {
    const cell = use.scope.find(nameAt(use));
    if (cell === undefined) throw new Trap(`undefined variable ${nameAt(use)}`, 3);
    cell.value = (await valueGiven(use))?.is;
    return undefined;
  },
  if: choose,
  for: forLoop,
  foreach: forEach,
  while: whileLoop,
  do: loop,
  onerror: async (use) => {
    const otherwise = await need(use, 'do');
    let failed = false;
    await attempt(use, await need(use, 'in'), async (message) => {
      failed = true;
      const scope = new Scope(use.scope);
      scope.declare(nameAt(use), message);
      return runCode({ ...use, scope }, otherwise);
    });
    return failed;
  },
  retry: async (use) => {
    const [code, otherwise] = [await need(use, 'command'), await get(use, 'on-error')];
    const most = numberOf(await get(use, 'max')) ?? 1;
    for (let tries = 1; ; tries += 1) {
      let message: string | undefined;
      const value = await attempt(use, code, (text) => {
        message = text;
        return Promise.resolve(undefined);
      });
      if (message === undefined) return value;
      if (tries >= most && otherwise === undefined) throw new Trap(message, 3);
      if (tries >= most) return runCode(use, otherwise);
    }
  },
  error: async (use) => {
    throw new Trap(textOf(await get(use, 'message', 0)), 3);
  },
  return: leave('return'),
  break: leave('break'),
  continue: leave('continue'),
  quit: leave('return'),
  delay,
  log: async (use) => {
    const level = textOf(await need(use, 'level', 0));
    log(use.interpreter.router, `script,${level}`, textOf(await need(use, 'message', 1)));
    return undefined;
  },
  len: convert((value) => (isArray(value) ? value.size : textOf(value).length)),
  typeof: convert(typeOf),
  tostr: convert(textOf),
  tonum: convert(numberOf),
  tobool: convert((value) =>
    numberOf(value) === undefined ? isTrue(value) : numberOf(value) !== 0,
  ),
  toarray: convert(toArray),
  totime: convert(toTime),
  toip: convert(ofType('ip')),
  toip6: convert(ofType('ip6')),
  toid: convert(ofType('id')),
  pick,
  find: search,
  nothing: () => Promise.resolve(undefined),
  parse: async (use) => {
    const source = textOf(await need(use, 'value', 0));
    return new Code([...new ScriptParser(source, use.interpreter.router.catalogue).statements()]);
  },
  range: async (use) => {
    const from = numberOf(await need(use, 'from', 0)) ?? 0;
    const to = numberOf(await need(use, 'to', 1)) ?? 0;
    return arrayOf(Array.from({ length: Math.max(to - from + 1, 0) }, (_, at) => from + at));
  },
  rndnum: async (use) => {
    const from = numberOf(await need(use, 'from', 0)) ?? 0;
    const to = numberOf(await need(use, 'to', 1)) ?? 0;
    const drawn = use.interpreter.router.random(4).readUInt32BE(0);
    return from + (drawn % Math.max(to - from + 1, 1));
  },
  time: (use) => loop(use),
  timestamp: ({ interpreter }) => {
    const { time } = interpreter.router;
    return Promise.resolve(writeDuration(time.getTime()));
  },
  jobname: () => Promise.resolve(''),
};

/** The commands of the language itself. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(Object.entries(entries));
