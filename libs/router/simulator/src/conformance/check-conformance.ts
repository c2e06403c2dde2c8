import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { boardOf } from '../profile/boards.ts';
import type { BoardName } from '../profile/boards.ts';
import { catalogueFor } from '../profile/boot.ts';
import { isProfileName, profileOf } from '../profile/profile.ts';
import type { ProfileName } from '../profile/profile.ts';
import { conformanceFindings, coverageOf, versionFindings } from './conformance.ts';
import type { Coverage, Finding } from './conformance.ts';
import { missionMenus } from './mission.ts';
import { readReference, readReferenceByVersion } from './reference.ts';

/** The files that hold what routers said of themselves; a checkout may well be without them. */
export const hasReference = (directory: string) =>
  existsSync(join(directory, 'menus-7.24.json.gz')) &&
  existsSync(join(directory, 'menus-by-version.json.gz'));

export interface ConformanceReport {
  /** The whole of 7.24 was compared, of the others the names of menus, verbs and arguments. */
  readonly findings: Readonly<Partial<Record<ProfileName, readonly Finding[]>>>;
  readonly whole: Coverage;
  readonly mission: Coverage;
}

const catalogueOf = (name: ProfileName, board: BoardName) =>
  catalogueFor(profileOf(name, boardOf(board)));

export const checkConformance = (directory: string): ConformanceReport => {
  const reference = readReference(directory);
  const newest = catalogueOf('7.24', 'CCR2116-12G-4S+');
  const findings: Partial<Record<ProfileName, readonly Finding[]>> = {
    '7.24': conformanceFindings(newest, reference),
  };
  for (const [full, menus] of Object.entries(readReferenceByVersion(directory))) {
    const name = full.split('.').slice(0, 2).join('.');
    // Names of other versions were asked of a CHR, which lacks what only hardware has.
    if (isProfileName(name) && name !== '7.24')
      findings[name] = versionFindings(catalogueOf(name, 'CHR'), menus);
  }
  return {
    findings,
    whole: coverageOf(newest, reference),
    mission: coverageOf(newest, reference, missionMenus),
  };
};
