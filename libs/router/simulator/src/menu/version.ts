/** `7.18`; patch releases change no menu. */
export type Version = `7.${number}`;

const minor = (version: Version) => Number(version.slice(2));

export type Lifetime = {
  /** The first version that has it. */
  readonly since?: Version;
  /** The first version that has it no more. */
  readonly until?: Version;
  /** The first version that was without it for a while, and the first that had it again. */
  readonly gap?: readonly [from: Version, to: Version];
};

export const isAlive = ({ since, until, gap }: Lifetime, version: Version) =>
  (gap === undefined || minor(version) < minor(gap[0]) || minor(version) >= minor(gap[1])) &&
  (since === undefined || minor(version) >= minor(since)) &&
  (until === undefined || minor(version) < minor(until));

export const isAtLeast = (version: Version, other: Version) => minor(version) >= minor(other);
