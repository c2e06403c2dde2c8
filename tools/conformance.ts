/**
 * `npm run conformance -- [--reference DIR] [--missing]`: holds every menu, verb, argument and word
 * that the simulated router accepts against what real ones say of themselves, then every command that
 * the last `npm test` sent to simulated routers against the menus of the version it was sent to. Ends
 * with 1 when something differs. `--missing` also names what the simulator covers not. Ends with 0
 * where there is no reference.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './check/program.ts';
import { recordOfRun } from './check/record.ts';
import { buildFirst, readCommandLine } from './command-line.ts';

const { reference, missing } = readCommandLine(
  (args) =>
    parseArgs({
      args: [...args],
      options: {
        reference: { type: 'string', default: resolve(root, '../shared/reference/routeros') },
        missing: { type: 'boolean', default: false },
      },
    }).values,
);
await buildFirst('@ferrule/router-simulator-core', '@ferrule/routeros');
const { checkConformance, checkRecord, hasReference, readRecord, readReferences } =
  await import('@ferrule/router-simulator-core');

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

const shapes = existsSync(recordOfRun) ? readRecord(recordOfRun) : [];
const misunderstood = checkRecord(shapes, readReferences(reference));
const versions = [...new Set(shapes.map(({ profile }) => profile))].sort();
console.log(
  shapes.length === 0
    ? 'no commands were recorded: npm test records what it sends'
    : `${shapes.length} shapes of commands sent to ${versions.join(', ')}: ` +
        (misunderstood.length === 0 ? 'all known there' : `${misunderstood.length} differ`),
);
for (const finding of misunderstood) console.log(`  ${finding}`);
process.exit(wrong + mission.missing.length + misunderstood.length > 0 ? 1 : 0);
