import { inspect, isDeepStrictEqual } from 'node:util';
import { jestScope } from './jest-scope.ts';

export interface SagaStep {
  readonly name: string;
  /** `false` for a step that changes nothing, and so has nothing to undo. */
  readonly undoable?: boolean;
}

export interface SagaRunOptions {
  /** The step whose action fails, after it may have had its effect. */
  readonly failAt?: string;
  /** Every undo is run a second time right after the first. */
  readonly undoTwice?: boolean;
  /** Every action is run a second time right after the first. */
  readonly doTwice?: boolean;
}

export interface SagaRun {
  readonly outcome: 'completed' | 'undone';
  /** What was run, in order: `do allocate`, `undo allocate`, once per run. */
  readonly trace: readonly string[];
  /** What this run has added to the world and is still there. */
  readonly residue: readonly string[];
}

/** What a saga's spec provides; every `run` begins in a world of its own. */
export interface SagaUnderTest {
  readonly steps: readonly SagaStep[];
  run(this: void, options: SagaRunOptions): Promise<SagaRun>;
}

export interface SagaCheck {
  readonly title: string;
  readonly check: () => Promise<void>;
}

/** Registers the four specs that every saga gets. There is no way to leave one out. */
export function sagaSpec(name: string, saga: SagaUnderTest): void {
  const { describe, it } = jestScope();
  describe(name, () => {
    for (const { title, check } of sagaChecks(saga)) it(title, check);
  });
}

export function sagaChecks({ steps, run }: SagaUnderTest): readonly SagaCheck[] {
  if (steps.length === 0) throw new Error('a saga without steps proves nothing');
  const actions = steps.map(({ name }) => name);

  const failsCleanly = async (undos: 1 | 2): Promise<void> => {
    for (const [index, { name }] of steps.entries()) {
      const { outcome, trace, residue } = await run({
        failAt: name,
        ...(undos === 2 && { undoTwice: true }),
      });
      const at = `failing at ${name}`;
      const begun = steps.slice(0, index + 1);
      const undoable = begun.filter((step) => step.undoable !== false).toReversed();
      mustBe(outcome, 'undone', `outcome, ${at}`);
      mustBe(
        trace,
        [
          ...begun.map((step) => `do ${step.name}`),
          ...undoable.flatMap((step) => repeat(`undo ${step.name}`, undos)),
        ],
        `trace, ${at}`,
      );
      mustBe(residue, [], `what is left, ${at}`);
    }
  };

  return [
    {
      title: 'succeeds, with every action in its order and none undone',
      check: async () => {
        const { outcome, trace } = await run({});
        mustBe(outcome, 'completed', 'outcome');
        mustBe(
          trace,
          actions.map((name) => `do ${name}`),
          'trace',
        );
      },
    },
    {
      title:
        'leaves a clean slate whichever step fails, undoing every step that was begun, in reverse',
      check: () => failsCleanly(1),
    },
    {
      title: 'leaves a clean slate whichever step fails when every undo is run twice',
      check: () => failsCleanly(2),
    },
    {
      title: 'comes to the same end when every action is run twice',
      check: async () => {
        const once = await run({});
        const twice = await run({ doTwice: true });
        mustBe(twice.outcome, 'completed', 'outcome');
        mustBe(
          twice.trace,
          actions.flatMap((name) => repeat(`do ${name}`, 2)),
          'trace',
        );
        mustBe(
          twice.residue.toSorted(),
          once.residue.toSorted(),
          'what is left, against a run without repeats',
        );
      },
    },
  ];
}

function repeat(entry: string, times: 1 | 2): readonly string[] {
  return Array.from({ length: times }, () => entry);
}

function mustBe(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`${what}: expected ${inspect(expected)}, got ${inspect(actual)}`);
}
