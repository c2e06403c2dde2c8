import { run, type Finished } from './program.ts';

/**
 * Builds all, or only the projects named. Inside `npm test`, which has built before its specs, it does
 * nothing: a second build would take the files away under the stacks that other specs have started.
 */
export const build = async (...projects: readonly string[]): Promise<Finished> => {
  if (process.env['FERRULE_BUILT'] === 'yes') return { ok: true, output: '' };
  const only = projects.length === 0 ? [] : ['-p', projects.join(',')];
  return run('nx', ['run-many', '-t', 'build', ...only, '--outputStyle=static']);
};
