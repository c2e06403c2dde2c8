import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.ts';

/** Where a run of the specs leaves the shapes of the commands that it sent to simulated routers. */
export const recordOfRun = join(root, '.ferrule/commands');

/** Begins a new record: what an earlier run sent says nothing of this one. */
export const recordCommands = (): void => {
  rmSync(recordOfRun, { recursive: true, force: true });
  process.env['FERRULE_COMMAND_RECORD'] = recordOfRun;
};
