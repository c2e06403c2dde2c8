import type { Catalogue } from '../menu/catalogue.ts';
import { Trap } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import type { Pair } from '../state/view.ts';
import { examineAction } from './action.ts';
import type { Asker, Call, Outcome } from './call.ts';
import { anywhere, handlerOf } from './handlers.ts';
import { commonVerbs } from './verbs.ts';

/** The words of a command, sorted by what they are. */
export interface Sentence {
  readonly command: string;
  readonly args: ReadonlyMap<string, string>;
  readonly queries: readonly string[];
  readonly tag: string | undefined;
}

export const readSentence = (words: readonly string[]): Sentence => {
  const args = new Map<string, string>();
  const queries: string[] = [];
  let tag: string | undefined;
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const sign = word.charCodeAt(0);
    if (sign === 61) {
      const end = word.indexOf('=', 1);
      if (end < 0) args.set(word.slice(1), '');
      else args.set(word.slice(1, end), word.slice(end + 1));
    } else if (sign === 63) queries.push(word);
    else if (word.startsWith('.tag=')) tag = word.slice(5);
  }
  return { command: words[0] ?? '', args, queries, tag: tag === '' ? undefined : tag };
};

const unknownMenu = ({ menus, directories }: Catalogue, path: string): Trap => {
  if (menus.has(path) || directories.has(path)) return new Trap('no such command');
  const elements = path.split('/');
  const at = elements.findIndex(
    (_, index) => !directories.has(elements.slice(0, index + 1).join('/')),
  );
  return new Trap(`no such command or directory (${elements[at] ?? ''}), no such command prefix`);
};

export interface Context {
  readonly router: Router;
  readonly asker: Asker;
  readonly emit: (row: readonly Pair[]) => void;
  readonly onCancel: (stop: () => void) => void;
}

/** Runs one command. Throws the `Trap` that answers it, or rejects with it. */
export const execute = (
  { command, args, queries, tag }: Sentence,
  { router, asker, emit, onCancel }: Context,
): Outcome | undefined | Promise<Outcome | undefined> => {
  router.expiry.sweep();
  const slash = command.lastIndexOf('/');
  const path = command.slice(0, Math.max(slash, 0));
  const verb = command.slice(slash + 1);
  const menu = router.catalogue.menus.get(path);
  const call: Call = { router, asker, path, verb, menu, args, queries, tag, emit, onCancel };
  const common = menu?.verbs.has(verb) === true ? commonVerbs.get(verb) : undefined;
  if (menu !== undefined && common !== undefined) {
    permit(asker, common.policy);
    // Who may write is not who may say who may do what.
    if (common.policy === 'write' && /^\/user(?:\/|$)/u.test(path)) permit(asker, 'policy');
    return common.policy === 'write'
      ? router.history.record(call, () => common.run(call, menu))
      : common.run(call, menu);
  }
  const special =
    (menu === undefined || menu.verbs.has(verb) ? handlerOf(command) : undefined) ??
    (router.catalogue.directories.has(path) && menu?.verbs.has(verb) !== false
      ? anywhere(verb)
      : undefined);
  if (special !== undefined) {
    permit(asker, special.policy);
    return special.run(call);
  }
  const action = menu?.verbs.has(verb) === true ? menu.actions?.[verb] : undefined;
  if (menu !== undefined && action !== undefined) {
    // Declared, and nothing that anybody could see comes of it.
    permit(asker, 'write');
    examineAction(call, menu, action);
    return undefined;
  }
  throw unknownMenu(router.catalogue, path);
};

const permit = (asker: Asker, policy: string): void => {
  if (!asker.may(policy)) throw new Trap('not enough permissions (9)');
};
