import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const lint = (paths) => ({
  command: `eslint --max-warnings 0 --no-error-on-unmatched-pattern ${paths}`,
  cache: true,
  inputs: ['{projectRoot}/**/*', '^production', 'rules'],
});

/** Every workspace package gets the same two targets, so that a new one is a package.json of a dozen lines. */
const workspacePackage = (root) => ({
  root,
  targets: existsSync(join(root, 'src'))
    ? {
        build: {
          command: `swc src -d dist --strip-leading-paths --config-file ${relative(root, '.swcrc')} --ignore '**/*.spec.ts' --quiet`,
          options: { cwd: root },
          cache: true,
          inputs: ['production', 'compiler'],
          outputs: ['{projectRoot}/dist'],
        },
        lint: lint(root),
      }
    : {},
});

/** No workspace package, so that nothing but the boundary rule ever sees it. */
const canary = (file) => {
  const { name, nx } = JSON.parse(readFileSync(file, 'utf8'));
  return { root: dirname(file), name, tags: nx.tags };
};

const tools = {
  root: 'tools',
  name: 'tools',
  tags: ['scope:workspace', 'type:tool'],
  targets: {
    lint: {
      ...lint('tools *.mjs'),
      inputs: ['{projectRoot}/**/*', '{workspaceRoot}/*.mjs', '^production', 'rules'],
    },
    // What the check runs: one process reads all types once, where one per project reads them twenty
    // times. The targets of the projects are there for whoever works on one: `npx nx lint @ferrule/ipam`.
    'lint-workspace': {
      ...lint('apps libs test tools *.mjs'),
      inputs: [
        ...['apps', 'libs', 'test', 'tools'].map((folder) => `{workspaceRoot}/${folder}/**/*`),
        '{workspaceRoot}/*.mjs',
        'rules',
      ],
    },
    // Through Nx, as lint itself: only so does it prove that lint sees the project graph.
    canary: { command: 'node tools/canary.ts' },
  },
};

const wholeStackSpecs = {
  root: 'test',
  name: 'test',
  tags: ['scope:workspace', 'type:tool'],
  targets: { lint: lint('test') },
};

const outsidePackages = () => ({
  tools,
  // Nx stops at a project without a file.
  ...(existsSync('test') && readdirSync('test').length > 0 ? { test: wholeStackSpecs } : {}),
});

export const createNodesV2 = [
  '{nx.json,{apps,libs}/**/package.json,tools/canary/**/package.json}',
  (files) =>
    files.map((file) => {
      if (file === 'nx.json') return [file, { projects: outsidePackages() }];
      const root = dirname(file);
      const project = file.startsWith('tools/') ? canary(file) : workspacePackage(root);
      return [file, { projects: { [root]: project } }];
    }),
];
