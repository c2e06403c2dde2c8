import type { Call, Outcome } from '../command/call.ts';
import { allow, required } from '../command/arguments.ts';
import { failure, noMatch, outOfRange } from '../menu/trap.ts';
import { contentsOf } from './files.ts';
import { Interpreter } from './interpreter.ts';
import { ScriptParser } from './parse-script.ts';
import { Scope } from './scope.ts';

const names = new Set(['file-name', 'from-line', 'verbose', 'dry-run']);

const modes = new Set(['yes', 'no', 'progress', 'true', 'false']);

const offsetOfLine = (text: string, line: number): number => {
  let at = 0;
  for (let count = 1; count < line; count += 1) {
    const end = text.indexOf('\n', at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
};

const readLine = (text: string | undefined): number => {
  if (text === undefined) return 1;
  const line = /^\d+$/u.test(text) ? Number(text) : 0;
  if (line < 1) throw outOfRange('from-line', '1..4294967295');
  return line;
};

const isYes = (text: string | undefined) => text === '' || text === 'yes' || text === 'true';

/** Line by line: what stands before the first mistake is done and stays done. */
export const importScript = async (call: Call): Promise<Outcome | undefined> => {
  allow(call, names);
  const { router, args } = call;
  const file = router.state.rowByName('/file', required(call, 'file-name'));
  if (file === undefined) throw noMatch('file-name');
  const mode = args.get('verbose');
  if (mode !== undefined && mode !== '' && !modes.has(mode)) throw noMatch('verbose');
  const verbose = isYes(mode);
  const dry = args.has('dry-run') && isYes(args.get('dry-run'));
  if (dry && !verbose) throw failure('dry-run is only possible with verbose=yes');
  const source = contentsOf(file);
  const start = offsetOfLine(source, readLine(args.get('from-line')));
  const statements = new ScriptParser(source, router.catalogue, start).statements();
  if (dry) {
    // Reading is all of it: values are looked at only when they are used.
    for (const _ of statements);
    return undefined;
  }
  const interpreter = new Interpreter(router, call.asker);
  call.onCancel(() => interpreter.cancel());
  await interpreter.run(statements, new Scope());
  return verbose ? { ret: interpreter.text } : undefined;
};
