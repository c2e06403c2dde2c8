import type { Change, Place, RouterFailure } from '@ferrule/router-contracts';
import type { Answer, Dialogue } from './dialogue.ts';
import { examine, readBack } from './examine.ts';
import { placeIsGone, refusedWrite, unanswered } from './failure.ts';
import { MenuRows } from './menu-rows.ts';
import { failed, isPending, take, tasksOf, type Task } from './task.ts';
import { commandsOf, goesSomewhere } from './write.ts';

export interface CarriedOut {
  readonly tasks: readonly Task[];
  /** What ended it before its time; null: every change has its outcome. */
  readonly halted: RouterFailure | null;
}

type Effort = 'all-or-stop' | 'best';

/** What a write that was not taken leaves behind; null: it was taken. */
const doubtOf = ({ menu, change }: Task, answer: Answer | undefined): RouterFailure | null => {
  if (answer === undefined) return unanswered(menu.path, 'LOST');
  if ('reply' in answer) return null;
  if ('unsent' in answer) return answer.unsent;
  return 'trap' in answer
    ? refusedWrite(menu, change, answer.trap.message)
    : unanswered(menu.path, answer.unknown);
};

/** Sends the commands of each change one after another, and those of different changes side by side. */
function* write(
  tasks: readonly Task[],
  anchor?: string,
): Dialogue<{
  readonly doubts: ReadonlyMap<Task, RouterFailure>;
  readonly halted: RouterFailure | null;
}> {
  const doubts = new Map<Task, RouterFailure>();
  let halted: RouterFailure | null = null;
  let writing = tasks.map((task) => ({
    task,
    commands: commandsOf(task.menu, task.change, task.id, anchor),
  }));
  for (let step = 0; writing.length > 0; step += 1) {
    writing = writing.filter(({ task, commands }) => step < commands.length && !doubts.has(task));
    const commands = writing.flatMap((each) => each.commands[step] ?? []);
    if (commands.length === 0) break;
    const answers = yield { commands, writes: true };
    for (const [at, { task }] of writing.entries()) {
      const answer = answers[at];
      const isUnsent = answer !== undefined && 'unsent' in answer;
      const doubt = doubtOf(task, answer);
      if (isUnsent) halted = doubt;
      if (!isUnsent || step > 0) task.written = true;
      if (doubt !== null) doubts.set(task, doubt);
      else if (task.change.before === null && answer !== undefined && 'reply' in answer)
        take(task, answer.reply.ret);
    }
  }
  return { doubts, halted };
}

/** Writes, and decides by reading what is in doubt: it is never tried again blindly. */
function* writeAndSettle(tasks: readonly Task[]): Dialogue<RouterFailure | null> {
  const { doubts, halted } = yield* write(tasks);
  const doubtful = tasks.filter((task) => task.written && doubts.has(task));
  return halted ?? (yield* readBack(doubtful, doubts));
}

/** Rows that are put somewhere, or taken away, after this one. */
const laterThan = (task: Task, tasks: readonly Task[]): ReadonlySet<string | undefined> =>
  new Set(
    tasks
      .slice(tasks.indexOf(task) + 1)
      .filter(({ menu, change }) => menu === task.menu && change.moved !== undefined)
      .map(({ id }) => id),
  );

interface Spot {
  /** The id of the row behind it; undefined at the end. */
  readonly anchor: string | undefined;
  /** Where that row is gone. */
  readonly missing: RouterFailure | null;
}

const spotOf = ({ menu, change }: Task, place: Place, rows: MenuRows): Spot => {
  if (place === 'last') return { anchor: undefined, missing: null };
  const anchor = rows.find(menu, place.before)?.['.id'];
  const missing = placeIsGone(menu, change.after ?? {}, place.before);
  return { anchor, missing: anchor === undefined ? missing : null };
};

/** What was never put there is not to be taken back from there. */
const wasNeverMoved = (task: Task, from: Place, rows: MenuRows): boolean => {
  const { anchor, missing } = spotOf(task, from, rows);
  return missing !== null || !rows.standsBefore(task, anchor, new Set());
};

function* writeThere(
  task: Task,
  rows: MenuRows,
  anchor: string | undefined,
  later: ReadonlySet<string | undefined>,
): Dialogue<RouterFailure | null> {
  const { menu, change } = task;
  const { doubts, halted } = yield* write([task], anchor);
  const doubt = doubts.get(task);
  if (doubt === undefined) {
    rows.written(task, anchor);
    return halted;
  }
  if (!task.written) return halted;
  rows.forget(menu);
  if (halted !== null) return halted;
  const unread = (yield* readBack([task], doubts)) ?? (yield* rows.read(menu));
  if (unread !== null) return unread;
  const isMoved = change.before !== null && goesSomewhere(change);
  if (isMoved && !rows.standsBefore(task, anchor, later)) failed(task, doubt);
  return null;
}

/** Writes one row of an ordered menu where it is to stand. */
function* writeInPlace(
  task: Task,
  rows: MenuRows,
  effort: Effort,
  later: ReadonlySet<string | undefined>,
): Dialogue<RouterFailure | null> {
  const { menu, change } = task;
  if (!goesSomewhere(change)) return yield* writeThere(task, rows, undefined, later);
  const unread = yield* rows.read(menu);
  if (unread !== null) return unread;
  const { from, to } = change.moved ?? { from: 'last', to: 'last' };
  if (effort === 'best' && task.isAsWanted && wasNeverMoved(task, from, rows)) {
    task.outcome = 'already';
    return null;
  }
  const { anchor, missing } = spotOf(task, to, rows);
  if (missing !== null && effort === 'all-or-stop') {
    failed(task, missing);
    return null;
  }
  if (task.isAsWanted && rows.standsBefore(task, anchor, later)) {
    task.outcome = 'already';
    return null;
  }
  const halted = yield* writeThere(task, rows, anchor, later);
  // A rule that has lost its place is better at the end than nowhere.
  if (missing !== null && task.failure === null) failed(task, missing);
  return halted;
}

const isStopped = (tasks: readonly Task[], effort: Effort): boolean =>
  effort === 'all-or-stop' &&
  tasks.some(({ outcome, change }) => outcome === 'failed' && change.critical);

/**
 * Brings rows from their before-images to their after-images: looks at all of them first, writes
 * what is not there yet in the order of their references, and looks again.
 */
export function* carryOut(changes: readonly Change[], effort: Effort): Dialogue<CarriedOut> {
  const tasks = tasksOf(changes);
  let halted = yield* examine(tasks);
  const inPlace = new Set(
    changes.filter(({ moved }) => moved !== undefined).map(({ path }) => path),
  );
  const rows = new MenuRows();
  const depths = [...new Set(tasks.map(({ depth }) => depth))].sort((a, b) => a - b);
  for (const depth of depths) {
    if (halted !== null || isStopped(tasks, effort)) break;
    const due = tasks.filter((task) => task.depth === depth && isPending(task));
    halted = yield* writeAndSettle(due.filter(({ menu }) => !inPlace.has(menu.path)));
    for (const task of due.filter(({ menu }) => inPlace.has(menu.path))) {
      if (halted !== null || isStopped(tasks, effort)) break;
      halted = yield* writeInPlace(task, rows, effort, laterThan(task, tasks));
    }
  }
  const unseen = yield* readBack(
    tasks.filter(({ written, outcome }) => written && outcome === 'not_tried'),
  );
  return { tasks, halted: halted ?? unseen };
}
