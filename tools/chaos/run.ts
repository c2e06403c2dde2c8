import { tellAll, tellOutcome } from './account.ts';
import type { ChaosOptions } from './options.ts';
import { planOf } from './plan.ts';
import { openSite } from './site.ts';
import { type Outcome, type Site, storm } from './storm.ts';

/** Addresses that were given back rest for a while: a stack does not last for ever. */
const SEEDS_PER_STACK = 25;

const say = (text: string): void => console.log(text);

const TRIES = 3;

/** A machine that is busy may not have a stack up in time; that says nothing about the stack. */
const openPatiently = async (root: string, attempt = 1): Promise<Site> => {
  try {
    return await openSite(root);
  } catch (error) {
    if (attempt === TRIES) throw error;
    say(`a stack did not come up, and is tried again: ${String(error)}`);
    return openPatiently(root, attempt + 1);
  }
};

/** Every seed in turn; 1 when something disagreed. */
export const runSeeds = async (options: ChaosOptions, root: string): Promise<number> => {
  const { seed: first, seeds, minutes } = options;
  const since = performance.now();
  const elapsed = (): number => (performance.now() - since) / 1_000;
  const outcomes: Outcome[] = [];
  let site: Site | undefined;
  let served = 0;
  const close = async (keep = false): Promise<void> => {
    const closing = site;
    site = undefined;
    await closing?.ground.stop({ keep });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      say(`ended by ${signal}`);
      void close().finally(() => process.exit(130));
    });
  try {
    for (let seed = first; seed < first + seeds; seed += 1) {
      if (elapsed() > minutes * 60) break;
      if (site === undefined || served >= SEEDS_PER_STACK) {
        await close();
        site = await openPatiently(root);
        served = 0;
      }
      served += 1;
      const outcome = await storm(site, planOf(seed));
      outcomes.push(outcome);
      say(tellOutcome(outcome, site.ground.logs));
      // What disagrees would disagree in every seed to come, and somebody wants to read the logs.
      if (outcome.faults.length > 0) await close(true);
    }
  } finally {
    await close();
  }
  say(tellAll(outcomes, elapsed()));
  return outcomes.some(({ faults }) => faults.length > 0) ? 1 : 0;
};
