/**
 * `node tools/run.mjs <tool> …` starts one of the tools written in TypeScript, which Node runs as
 * they are from 24 on. Npm scripts find Node 24 in node_modules/.bin, whatever the machine has.
 */
const [, , tool] = process.argv;
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `This is Node ${process.versions.node}. Run it as an npm script (npm test, npm run unit …): ` +
      'those use the Node 24 that npm ci has installed.',
  );
  process.exit(1);
}
process.argv.splice(2, 1);
await import(`./${tool}.ts`);
