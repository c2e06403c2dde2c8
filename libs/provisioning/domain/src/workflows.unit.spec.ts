import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { WORKFLOWS } from '@ferrule/provisioning-domain';
import { sagaSpec } from '@ferrule/testing';
import { everyJob } from './spec-jobs.ts';
import { actionsOf, runJob } from './spec-world.ts';

const jobs = Object.values(everyJob).flat();
const OUTCOMES: Readonly<Record<string, 'completed' | 'undone'>> = {
  COMPLETED: 'completed',
  FAILED: 'undone',
};

for (const [place, accepted] of jobs.entries()) {
  const { definition, definitionVersion } = accepted.data;
  sagaSpec(`${definition} ${definitionVersion}, job ${place + 1}`, {
    steps: actionsOf(accepted),
    run: (options) => {
      const { status, trace, residue } = runJob(accepted, options);
      const outcome = OUTCOMES[status];
      return outcome === undefined
        ? Promise.reject(new Error(`the job ended as ${status}`))
        : Promise.resolve({ outcome, trace, residue });
    },
  });
}

describe('the workflows', () => {
  it('are all among those that the four specs run, in every version', () => {
    const run = new Set(
      jobs.map(({ data }) => `${data.definition} ${String(data.definitionVersion)}`),
    );
    expect([...run].sort()).toEqual(
      WORKFLOWS.map(({ name, version }) => `${name} ${version}`).sort(),
    );
  });

  it('record the intent of everything before it is asked for, and its outcome after', () => {
    for (const accepted of jobs) {
      const { events } = runJob(accepted, {});
      const open = new Set<string>();
      for (const { type, data } of events) {
        if (type !== 'StepIntended' && type !== 'StepCompleted') continue;
        const key = `${data.step} ${data.index ?? 0}`;
        if (type === 'StepIntended') open.add(key);
        else expect([key, open.delete(key)]).toEqual([key, true]);
      }
      expect([...open]).toEqual([]);
    }
  });
});
