import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { WORKFLOWS } from '@ferrule/provisioning-domain';
import { sagaSpec } from '@ferrule/testing';
import { jobsOf } from './spec-jobs.ts';
import { actionsOf, runJob } from './spec-world.ts';

const OUTCOMES: Readonly<Record<string, 'completed' | 'undone'>> = {
  COMPLETED: 'completed',
  FAILED: 'undone',
};

for (const { name, version } of WORKFLOWS)
  for (const [place, accepted] of jobsOf(name, version).entries())
    sagaSpec(`${name} ${version}, job ${place + 1}`, {
      steps: actionsOf(accepted),
      run: (options) => {
        const { status, trace, residue } = runJob(accepted, options);
        const outcome = OUTCOMES[status];
        return outcome === undefined
          ? Promise.reject(new Error(`the job ended as ${status}`))
          : Promise.resolve({ outcome, trace, residue });
      },
    });

describe('the workflows', () => {
  it.each(WORKFLOWS.map(({ name, version }) => [name, version] as const))(
    'have jobs for the four specs: %s %i',
    (name, version) => {
      expect(jobsOf(name, version).length).toBeGreaterThan(0);
    },
  );

  it.each(WORKFLOWS.map(({ name, version }) => [name, version] as const))(
    'record the intent of everything before it is asked for, and its outcome after: %s %i',
    (name, version) => {
      for (const accepted of jobsOf(name, version)) {
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
    },
  );
});
