/** More than these is no accident. */
const MOST = 3;

interface SpecFile {
  readonly name: string;
  readonly status: string;
}

/**
 * The failed files that deserve to run once more, alone. Specs with real servers share a machine
 * with each other and with strangers; one that then passes is told apart from those that pass, so
 * that somebody makes it steady. A unit spec waits for nobody and has no such excuse.
 */
export const secondLook = (files: readonly SpecFile[]): readonly SpecFile[] => {
  const failed = files.filter(({ status }) => status === 'failed');
  const excused = failed.every(({ name }) => /\.(?:int|e2e)\.spec\.ts$/u.test(name));
  return excused && failed.length <= MOST ? failed : [];
};
