import type { Action } from '../menu/menu.ts';
import type { CompiledMenu } from '../menu/catalogue.ts';
import { Trap } from '../menu/trap.ts';
import { isAlive } from '../menu/version.ts';
import { allow, readTargets, targetNames } from './arguments.ts';
import type { Call } from './call.ts';

/** Refuses what a command of a menu does not take, before anything is done. */
export const examineAction = (call: Call, menu: CompiledMenu, action: Action): void => {
  const { catalogue, state } = call.router;
  const args = Object.entries(action.args).filter(([, argument]) =>
    isAlive(argument, catalogue.version),
  );
  const names = args.map(([name]) => name);
  allow(call, new Set(action.onRow === true ? [...names, ...targetNames] : names));
  const missing = args.filter(
    ([name, { mandatory }]) => mandatory === true && !call.args.has(name),
  );
  if (missing.length > 0)
    throw new Trap(`missing value(s) of argument(s) ${missing.map(([name]) => name).join(' ')}`, 0);
  for (const [name, { type }] of args) {
    const text = call.args.get(name);
    if (text !== undefined) type.parse(text, name, state);
  }
  if (action.onRow === true) readTargets(call, menu);
};

/** The same for a command whose handler is somewhere else: its menu's table says what it takes. */
export const declared = (call: Call): void => {
  const { menu, verb } = call;
  const action = menu?.actions?.[verb];
  if (menu !== undefined && action !== undefined) examineAction(call, menu, action);
};
