import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { codeOf, SimulatorRefusal } from '../refusal.ts';
import type { Router } from '../router.ts';
import { DamagedState, loadState, saveState } from './saved-state.ts';

const contentsOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new SimulatorRefusal(`the state file ${file} cannot be read: ${String(error)}`);
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedState('it is no JSON');
  }
};

/** false when there is no such file yet. A damaged one is refused and left as it is. */
export const loadStateFile = (router: Router, file: string): boolean => {
  const text = contentsOf(file);
  if (text === undefined) return false;
  try {
    loadState(router, parse(text));
    return true;
  } catch (error) {
    if (!(error instanceof DamagedState)) throw error;
    throw new SimulatorRefusal(
      `the state file ${file} cannot be used, and was left as it is: ${error.message}`,
    );
  }
};

/** All of it or nothing: whoever dies halfway leaves the old file. */
export const saveStateFile = (router: Router, file: string): void => {
  const text = JSON.stringify(saveState(router));
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
};
