import type { Attributes } from '@ferrule/router-contracts';
import type { RouterCommand } from '../router-driver.ts';
import type { Answer, Dialogue } from './dialogue.ts';

// For the specs of dialogues alone: a router that answers as it is told.

interface Heard {
  readonly batches: readonly (readonly string[])[];
  readonly writes: readonly boolean[];
}

/** Answers each command as told, and notes what was asked. */
export const converse = <Result>(
  dialogue: Dialogue<Result>,
  answer: (command: RouterCommand) => Answer,
): { readonly result: Result; readonly heard: Heard } => {
  const batches: string[][] = [];
  const writes: boolean[] = [];
  let next = dialogue.next();
  while (next.done !== true) {
    batches.push(next.value.commands.map(({ command }) => command));
    writes.push(next.value.writes);
    next = dialogue.next(next.value.commands.map(answer));
  }
  return { result: next.value, heard: { batches, writes } };
};

export const rows = (...found: readonly Attributes[]): Answer => ({ reply: { rows: found } });
export const stopped: Answer = {
  unsent: { code: 'DEADLINE_EXCEEDED', message: 'too late', field: null, suggestion: null },
};
