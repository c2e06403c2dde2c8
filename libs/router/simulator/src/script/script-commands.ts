import { allow, noSuchItem, required } from '../command/arguments.ts';
import type { Call, Outcome } from '../command/call.ts';
import { handle, handleAnywhere } from '../command/handlers.ts';
import { invalidValue, noMatch, outOfRange, Trap } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import { readId, writeId } from '../state/row.ts';
import { exportText } from './export-text.ts';
import { contentsOf, writeFile } from './files.ts';
import { importScript } from './import.ts';
import { Interpreter } from './interpreter.ts';
import { askerOf, runInBackground, runScript, startedScript } from './run-script.ts';

const longestScript = 65_536;
const longestChunk = 32_768;

const isYes = (text: string | undefined) => text === '' || text === 'yes' || text === 'true';

const rowOf = (path: string, text: string, { state, catalogue }: Router) => {
  const id = readId(text);
  const menu = catalogue.menus.get(path);
  return id === undefined || menu === undefined ? state.rowByName(path, text) : state.row(menu, id);
};

const fileName = (text: string, ending: string) => (text.endsWith(ending) ? text : text + ending);

const jobs = new WeakMap<Router, number>();

const nextJob = (router: Router): string => {
  const job = (jobs.get(router) ?? 0) + 1;
  jobs.set(router, job);
  return writeId(job);
};

const executeNames = new Set(['script', 'as-string', 'file']);

/** Without `as-string` it goes on by itself, also when whoever asked is gone. */
const executeScript = async (call: Call): Promise<Outcome | undefined> => {
  allow(call, executeNames);
  const { router, asker, args } = call;
  const source = required(call, 'script');
  if (source.length > longestScript) throw invalidValue('script');
  const file = args.get('file');
  const interpreter = new Interpreter(router, asker);
  if (args.has('as-string') && isYes(args.get('as-string'))) {
    let ret = '';
    call.onCancel(() => interpreter.cancel());
    await runInBackground(source, interpreter, (text) => (ret = text));
    return { ret };
  }
  setImmediate(() => {
    void runInBackground(source, interpreter, (text) => {
      if (file !== undefined) writeFile(router, fileName(file, '.txt'), `${text}\n`);
    });
  });
  return { ret: nextJob(router) };
};

const runNames = new Set(['.id', 'number', 'use-script-permissions']);

const runStored = async (call: Call): Promise<Outcome | undefined> => {
  allow(call, runNames);
  const { router, asker, args } = call;
  const row = rowOf('/system/script', args.get('number') ?? required(call, '.id'), router);
  if (row === undefined) throw noSuchItem();
  const interpreter = new Interpreter(router, askerOf(row, asker));
  call.onCancel(() => interpreter.cancel());
  await runScript(startedScript(row, router), interpreter);
  return undefined;
};

const readNames = new Set(['file', 'offset', 'chunk-size']);

const numberAt = (call: Call, name: string, usual: number, range: readonly [number, number]) => {
  const text = call.args.get(name);
  if (text === undefined) return usual;
  const value = Number(text);
  if (!/^\d+$/u.test(text)) throw invalidValue(name);
  if (value < range[0] || value > range[1]) throw outOfRange(name, range.join('..'));
  return value;
};

const readFile = (call: Call): Outcome => {
  allow(call, readNames);
  const row = rowOf('/file', required(call, 'file'), call.router);
  if (row === undefined) throw noMatch('file');
  const offset = numberAt(call, 'offset', 0, [0, 0xffff_ffff]);
  const size = numberAt(call, 'chunk-size', longestChunk, [1, longestChunk]);
  return { rows: [[['data', contentsOf(row).slice(offset, offset + size)]]] };
};

const exportNames = new Set('file compact verbose terse hide-sensitive show-sensitive'.split(' '));

/** To whom asks over the API it gives nothing, unless into a file. */
const exportMenus = (call: Call): undefined => {
  allow(call, exportNames);
  const { router, args, asker } = call;
  const has = (name: string) => args.has(name) && isYes(args.get(name));
  const file = args.get('file');
  if (file === undefined) return undefined;
  if (file === '') throw new Trap('invalid value for argument file', 1);
  const text = exportText(router, call.path, {
    sensitive: has('show-sensitive') && asker.may('sensitive'),
    terse: has('terse'),
    verbose: has('verbose'),
  });
  writeFile(router, fileName(file, '.rsc'), text);
  return undefined;
};

handle('/import', 'write', importScript);
handle('/execute', 'write', executeScript);
handle('/system/script/run', 'read', runStored);
handle('/file/read', 'read', readFile);
handleAnywhere('export', 'read', exportMenus);
