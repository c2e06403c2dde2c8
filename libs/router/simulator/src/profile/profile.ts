import { isAtLeast } from '../menu/version.ts';
import type { Version } from '../menu/version.ts';
import type { Board } from './boards.ts';

/** What a version says of itself, and when it was built. */
const releases = {
  '7.16': { full: '7.16.2', built: '2024-11-26 12:09:40' },
  '7.17': { full: '7.17.1', built: '2025-01-30 13:24:05' },
  '7.18': { full: '7.18.2', built: '2025-03-11 11:59:04' },
  '7.19': { full: '7.19.6', built: '2025-09-10 12:28:43' },
  '7.20': { full: '7.20.8', built: '2026-01-30 08:27:34' },
  '7.24': { full: '7.24', built: '2026-09-30 09:00:00' },
} as const;

export type ProfileName = keyof typeof releases;

export const profileNames = Object.keys(releases);

export const isProfileName = (text: string): text is ProfileName => Object.hasOwn(releases, text);

export interface Profile {
  readonly name: ProfileName;
  readonly version: Version;
  /** `7.24 (stable)` */
  readonly versionText: string;
  readonly built: string;
  readonly board: Board;
  /** A query without an answer is answered with `!empty`. */
  readonly saysEmpty: boolean;
  readonly safeMode: boolean;
}

export const profileOf = (name: ProfileName, board: Board): Profile => {
  const { full, built } = releases[name];
  return {
    name,
    version: name,
    versionText: `${full} (stable)`,
    built,
    board,
    saysEmpty: isAtLeast(name, '7.18'),
    safeMode: isAtLeast(name, '7.18'),
  };
};
