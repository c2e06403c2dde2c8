import { describe, expect, it } from '@jest/globals';
import {
  sagaChecks,
  sagaSpec,
  type SagaRun,
  type SagaRunOptions,
  type SagaUnderTest,
} from '@ferrule/testing';

const steps = [{ name: 'allocate' }, { name: 'verify', undoable: false }, { name: 'configure' }];

interface Faults {
  /** The undo of a step that failed is left out, as if its action had had no effect. */
  readonly forgetsTheFailedStep?: boolean;
  readonly undoesInOrder?: boolean;
  /** A second undo of a thing that is gone puts it into debt. */
  readonly undoCountsBelowZero?: boolean;
  readonly doAddsEachTime?: boolean;
  readonly neverCompletes?: boolean;
  readonly ignoresFailures?: boolean;
  readonly ignoresUndoTwice?: boolean;
  readonly ignoresDoTwice?: boolean;
}

/** A saga over a world of counters, with the faults that one can make. */
function saga(faults: Faults = {}): SagaUnderTest {
  const run = ({ failAt, undoTwice, doTwice }: SagaRunOptions): Promise<SagaRun> => {
    const world = new Map<string, number>();
    const trace: string[] = [];
    const act = (name: string): void => {
      trace.push(`do ${name}`);
      world.set(name, faults.doAddsEachTime === true ? (world.get(name) ?? 0) + 1 : 1);
    };
    const undo = (name: string): void => {
      trace.push(`undo ${name}`);
      const left = (world.get(name) ?? 0) - 1;
      if (left === 0 || faults.undoCountsBelowZero !== true) world.delete(name);
      else world.set(name, left);
    };
    const begun: string[] = [];
    let failed = faults.neverCompletes ?? false;
    for (const { name, undoable } of steps) {
      const fails = name === failAt && faults.ignoresFailures !== true;
      act(name);
      if (doTwice === true && faults.ignoresDoTwice !== true) act(name);
      if (undoable === false) world.delete(name);
      else if (!(fails && faults.forgetsTheFailedStep === true)) begun.push(name);
      failed ||= fails;
      if (fails) break;
    }
    if (failed) {
      for (const name of faults.undoesInOrder === true ? begun : begun.toReversed()) {
        undo(name);
        if (undoTwice === true && faults.ignoresUndoTwice !== true) undo(name);
      }
    }
    const residue = [...world].flatMap(([name, count]) =>
      Array<string>(Math.abs(count)).fill(name),
    );
    return Promise.resolve({ outcome: failed ? 'undone' : 'completed', trace, residue });
  };
  return { steps, run };
}

const verdicts = async (faults: Faults): Promise<readonly boolean[]> =>
  Promise.all(
    sagaChecks(saga(faults)).map(({ check }) =>
      check().then(
        () => true,
        () => false,
      ),
    ),
  );

sagaSpec('a saga that does everything right', saga());

describe('the four specs of a saga', () => {
  const [succeeds, leavesNothing, undoneTwice, doneTwice] = [0, 1, 2, 3];
  it.each<[string, Faults, readonly number[]]>([
    ['it never completes', { neverCompletes: true }, [succeeds, doneTwice]],
    ['it runs on after a failure', { ignoresFailures: true }, [leavesNothing, undoneTwice]],
    [
      'it does not undo the step that failed',
      { forgetsTheFailedStep: true },
      [leavesNothing, undoneTwice],
    ],
    ['it undoes in the order of doing', { undoesInOrder: true }, [leavesNothing, undoneTwice]],
    ['a second undo does harm', { undoCountsBelowZero: true }, [undoneTwice]],
    ['a second action adds a second thing', { doAddsEachTime: true }, [doneTwice]],
    ['no undo is really run twice', { ignoresUndoTwice: true }, [undoneTwice]],
    ['no action is really run twice', { ignoresDoTwice: true }, [doneTwice]],
  ])('catch, each for itself, when %s', async (_what, faults, failing) => {
    const expected = [0, 1, 2, 3].map((index) => !failing.includes(index));
    expect(await verdicts(faults)).toEqual(expected);
  });

  it('name the step at which it failed and what was left', async () => {
    const [, leaves] = sagaChecks(saga({ forgetsTheFailedStep: true }));
    await expect(leaves?.check()).rejects.toThrow(
      "trace, failing at allocate: expected [ 'do allocate', 'undo allocate' ], got [ 'do allocate' ]",
    );
  });

  it('are refused to a saga without steps', () => {
    expect(() => sagaChecks({ ...saga(), steps: [] })).toThrow('without steps');
  });
});
