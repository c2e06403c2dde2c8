import type { Attributes, RouterFailure } from '@ferrule/router-contracts';
import { isStatic } from '../menu/row.ts';
import type { RouterCommand } from '../router-driver.ts';
import type { Answer, Dialogue } from './dialogue.ts';
import { refused, unanswered } from './failure.ts';
import { mergeQuestions, ownRows } from './merge-questions.ts';

/** Rows that nobody can change are as good as absent. */
type Read = { readonly rows: readonly Attributes[] } | { readonly failure: RouterFailure };

const read = ({ command }: RouterCommand, answer: Answer | undefined): Read => {
  const path = command.slice(0, command.lastIndexOf('/'));
  if (answer === undefined) return { failure: unanswered(path, 'LOST') };
  if ('reply' in answer) return { rows: answer.reply.rows.filter(isStatic) };
  if ('unsent' in answer) return { failure: answer.unsent };
  if ('unknown' in answer) return { failure: unanswered(path, answer.unknown) };
  // An older router has fewer menus: there is nothing in one that is not there.
  return answer.trap.message.startsWith('no such command')
    ? { rows: [] }
    : { failure: refused(path, answer.trap.message) };
};

const sameQuestion = ({ command, query = [] }: RouterCommand): string =>
  [command, ...query].join('\n');

/** The rows of each question, in their order; what is asked twice is sent once. */
export function* readRows(
  commands: readonly RouterCommand[],
): Dialogue<{ readonly found: readonly (readonly Attributes[])[] } | { failure: RouterFailure }> {
  const distinct = [...new Map(commands.map((each) => [sameQuestion(each), each])).values()];
  if (distinct.length === 0) return { found: [] };
  const merged = mergeQuestions(distinct);
  const answers = yield { commands: merged.map(({ command }) => command), writes: false };
  const rows = new Map<string, readonly Attributes[]>();
  for (const [at, { command, asked }] of merged.entries()) {
    const result = read(command, answers[at]);
    if ('failure' in result) return result;
    for (const one of asked) rows.set(sameQuestion(one.question), ownRows(one, result.rows));
  }
  return { found: commands.map((command) => rows.get(sameQuestion(command)) ?? []) };
}
