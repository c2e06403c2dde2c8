import type { Source } from './sources.ts';

const adrName = /^docs\/adr\/(?<number>\d{4})-[a-z0-9-]+\.md$/u;
const sections = ['Context', 'Decision', 'Consequences', 'What we gave up'];

const adrs = (files: readonly Source[]) =>
  files
    .filter(({ path }) => adrName.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, text }) => ({
      path,
      text,
      number: adrName.exec(path)?.groups?.['number'] ?? '',
      title: /^# (?:\d+[.:]? )?(?<title>.+)$/mu.exec(text)?.groups?.['title'] ?? '',
    }));

/** The text of docs/adr/README.md. */
export const adrIndex = (files: readonly Source[]): string =>
  [
    '# Decisions',
    '',
    'One page each: context, decision, consequences, what we gave up. `npm run generate` writes this list.',
    '',
    ...adrs(files).map(
      ({ path, number, title }) => `- [${number}](${path.slice('docs/adr/'.length)}) ${title}`,
    ),
    '',
  ].join('\n');

const adrFaults = (files: readonly Source[]): string[] =>
  adrs(files).flatMap(({ path, text, title, number }, index, all) => [
    ...(title === '' ? [`${path} has no title: begin with "# …"`] : []),
    ...(all[index - 1]?.number === number ? [`${path}: the number ${number} is used twice`] : []),
    ...sections
      .filter((section) => !text.includes(`## ${section}\n`))
      .map((section) => `${path} lacks its section "## ${section}"`),
  ]);

const projectOf = (path: string) =>
  /^(?<root>(?:apps|libs)\/.+)\/package\.json$/u.exec(path)?.groups?.['root'];

const types = ['app', 'contracts', 'domain', 'kernel', 'platform', 'testing'];

/** The boundary rule says nothing about a project that it cannot place. */
const tagFaults = (files: readonly Source[]): string[] =>
  files.flatMap(({ path, text }) => {
    if (projectOf(path) === undefined) return [];
    const scopes = text.match(/"scope:[a-z-]+"/gu) ?? [];
    const kinds = text.match(/"type:[a-z-]+"/gu) ?? [];
    const known = types.some((type) => kinds[0] === `"type:${type}"`);
    return scopes.length === 1 && kinds.length === 1 && known
      ? []
      : [`${path} needs one tag scope:… and one tag type:(${types.join('|')})`];
  });

const projectFaults = (files: readonly Source[]): string[] => {
  const projects = files.flatMap(({ path }) => projectOf(path) ?? []);
  const map = files.find(({ path }) => path === 'docs/ARCHITECTURE.md')?.text;
  if (map === undefined) return ['docs/ARCHITECTURE.md is missing'];
  const named = new Set(
    [...map.matchAll(/`((?:apps|libs)\/[a-z0-9/-]+)`/gu)].map(([, name]) => name),
  );
  const readmes = new Set(
    files.filter(({ text }) => text.trim().split('\n').length >= 3).map(({ path }) => path),
  );
  return [
    ...projects
      .filter((project) => !named.has(project))
      .map((project) => `docs/ARCHITECTURE.md does not name \`${project}\``),
    ...[...named]
      .filter((name) => name !== undefined && !projects.includes(name))
      .map((name) => `docs/ARCHITECTURE.md names \`${name}\`, which does not exist`),
    ...projects
      .filter((project) => !readmes.has(`${project}/README.md`))
      .map(
        (project) => `${project}/README.md is missing: what it is, how to use it, how to test it`,
      ),
  ];
};

/** Whether the documents name what there is, and nothing else; one line per fault. */
export const architecture = (files: readonly Source[]): string[] => [
  ...projectFaults(files),
  ...tagFaults(files),
  ...adrFaults(files),
];
