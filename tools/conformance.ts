/**
 * `npm run conformance -- [--reference DIR] [--missing]`: holds every menu, verb, argument and word
 * that the simulated router accepts against what real ones say of themselves, and ends with 1 when
 * they differ. `--missing` also names what it covers not. Ends with 0 where there is no reference.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './check/build.ts';
import { root } from './check/program.ts';

const options = () => {
  try {
    return parseArgs({
      options: {
        reference: { type: 'string', default: resolve(root, '../shared/reference/routeros') },
        missing: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
};
const { reference, missing } = options();

const built = await build('@ferrule/router-simulator-core', '@ferrule/routeros');
if (!built.ok) {
  console.error(built.output);
  process.exit(1);
}
const { checkConformance, hasReference } = await import('@ferrule/router-simulator-core');

if (!hasReference(reference)) {
  console.log(`no reference in ${reference}: nothing was compared`);
  process.exit(0);
}

const { findings, whole, mission } = checkConformance(reference);
let wrong = 0;
for (const [version, found] of Object.entries(findings)) {
  wrong += found.length;
  console.log(`${version}: ${found.length === 0 ? 'as a router' : `${found.length} differ`}`);
  for (const finding of found) console.log(`  ${finding}`);
}

const share = ([covered, all]: readonly [number, number]) =>
  `${covered} of ${all} (${Math.floor((covered / all) * 100)} %)`;
for (const [name, { menus, args }] of [
  ['of RouterOS 7.24', whole],
  ['of the mission', mission],
] as const)
  console.log(`${name}: menus ${share(menus)}, arguments ${share(args)}`);
if (missing) for (const name of whole.missing) console.log(`  without ${name}`);
if (mission.missing.length > 0) console.log(`the mission lacks ${mission.missing.join(', ')}`);
process.exit(wrong + mission.missing.length > 0 ? 1 : 0);
