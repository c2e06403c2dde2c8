import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { adrIndex } from './architecture.ts';
import { root } from './program.ts';
import { sources } from './sources.ts';

/**
 * Files that are written from other files, with what writes them. `npm run generate` writes them
 * all; the check fails when one is not what its generator would write. It runs after the build, so a
 * generator may import what is in `dist`.
 */
const generated: readonly {
  readonly path: string;
  readonly text: () => string | Promise<string>;
}[] = [
  { path: 'docs/adr/README.md', text: () => adrIndex(sources(root)) },
  {
    path: 'docs/asyncapi.json',
    // What it is made from is in `dist`, which is there only after the build.
    text: async () =>
      (await import('../async-api/document.ts')).asyncApiText(join(root, 'docs/asyncapi.json')),
  },
  { path: '.env.example', text: () => envExampleOfApps() },
  { path: 'deploy/nats/users.conf', text: () => busUsers() },
];

/** Every variable of every app; the configuration classes are what an app's `config.ts` exports. */
const envExampleOfApps = async (): Promise<string> => {
  const { envExample } = await import('@ferrule/config');
  const apps = readdirSync(join(root, 'apps'))
    .map((app) => join(root, 'apps', app, 'dist', 'config.js'))
    .filter((file) => existsSync(file));
  const modules = await Promise.all(
    apps.map(async (file) => (await import(pathToFileURL(file).href)) as Record<string, unknown>),
  );
  const classes = modules.flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) =>
      name.endsWith('Config') && /^[A-Z]/u.test(name) ? [value as new () => object] : [],
    ),
  );
  return envExample(...classes);
};

/** The users of the development stack, with variables in place of their passwords. */
const busUsers = async (): Promise<string> => {
  const { USERS, usersConfig } = await import('@ferrule/dev-stack');
  const users = USERS.map((user) => ({
    ...user,
    password: `$FERRULE_NATS_${user.user.toUpperCase()}_PASSWORD`,
  }));
  return [
    '# Written by npm run generate: one user for each service and client, with the subjects it needs',
    '# and no others. Passwords come from the environment, or from definitions above this text.',
    '# A password that begins with a digit must be quoted there.',
    // A variable is one only without quotes.
    usersConfig(users).replaceAll(/"(\$FERRULE_\w+)"/gu, '$1'),
    '',
  ].join('\n');
};

const onDisk = (path: string): string | undefined =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;

export const staleFiles = async (): Promise<string[]> => {
  const stale: string[] = [];
  for (const { path, text } of generated) {
    if (onDisk(path) !== (await text())) stale.push(`${path} is out of date: npm run generate`);
  }
  return stale;
};

export const writeGenerated = async (): Promise<void> => {
  for (const { path, text } of generated) writeFileSync(join(root, path), await text());
};
