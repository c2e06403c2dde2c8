import { createProjectGraphAsync, readCachedProjectGraph } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';
import { adapters, boundaries } from './tools/lint/boundaries.mjs';
import { pureDomain } from './tools/lint/pure-domain.mjs';
import { ferrule, never } from './tools/lint/rules.mjs';

// Without a cached project graph the boundary rule says one line and checks nothing.
const projectGraph = () => {
  try {
    return readCachedProjectGraph();
  } catch {
    return createProjectGraphAsync();
  }
};
const graph = await projectGraph();

const specs = ['**/*.spec.ts'];
const domains = ['**/libs/*/domain/**/*.ts'];
const terminalPrograms = ['**/apps/cli/**', 'tools/*', 'tools/!(canary)/**', 'test/**'];

const recommendedByEslint = Object.fromEntries(
  [...builtinRules]
    .filter(([, rule]) => rule.meta.docs.recommended)
    .map(([name]) => [name, 'error']),
);

const unfinishedSpecs = [
  [
    "[object.name=/^(it|test|describe)$/][property.name='only']",
    'It would switch every other spec off.',
  ],
  [
    '[object.name=/^(it|test|describe)$/][property.name=/^(skip|todo|failing)$/]',
    'A spec that does not run protects nothing: repair it or delete it.',
  ],
].map(([selector, message]) => never(`MemberExpression${selector}`, message));

const sleep =
  'A sleep is too short on a busy machine and too long on an idle one: wait with until().';

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.ferrule/**', 'coverage/**'],
  },
  // Planted violations, linted only by the check that wants to see each of them reported.
  process.env.FERRULE_CANARY === undefined ? { ignores: ['tools/canary/**'] } : {},
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { '@nx': nx, ferrule },
    linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...recommendedByEslint,
      ...tseslint.configs.eslintRecommended.rules,
      // The compiler and the typed siblings of these rules know better.
      'no-undef': 'off',
      'no-unused-vars': 'off',
      'no-redeclare': 'off',
      'no-dupe-class-members': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-else-return': 'error',
      'object-shorthand': 'error',
      'max-lines': ['error', { max: 300 }],
      '@nx/enforce-module-boundaries': boundaries(graph, { inSpecs: false }),
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A Nest module is an empty class with a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      // Nest declares its options as classes and takes plain objects for them.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // It knows neither `this: void` nor `Promise.withResolvers<void>()`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: ['class', 'interface', 'typeAlias'],
          format: ['PascalCase'],
          custom: { regex: '^I[A-Z][a-z]|(Impl|Manager|Helper|Helpers|Util|Utils)$', match: false },
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
      'ferrule/reason-for-disable': 'error',
      'ferrule/no-double-assertion': [
        'error',
        never(
          'TSAsExpression > TSAsExpression[typeAnnotation.type=/^TS(Unknown|Any|Never)Keyword$/]',
          'Two assertions in a row switch the compiler off: parse the value instead.',
        ),
      ],
      'ferrule/every-spec-runs': [
        'error',
        ...unfinishedSpecs,
        never(
          'CallExpression[callee.name=/^f(it|describe)$/]',
          'It would switch every other spec off.',
        ),
        never(
          'CallExpression[callee.name=/^x(it|test|describe)$/]',
          'A spec that does not run protects nothing: repair it or delete it.',
        ),
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { '@typescript-eslint/naming-convention': 'off' },
  },
  {
    files: ['**/apps/**/*.ts', '**/libs/**/*.ts'],
    ignores: [
      ...specs,
      '**/apps/*/src/config.ts',
      '**/libs/testing/**',
      // What a run of tests records, in whatever process, only its environment can say.
      '**/libs/router/simulator/src/record/config.ts',
    ],
    rules: {
      'ferrule/env-in-config-only': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only config.ts reads the environment: there it is validated and documented.',
        },
      ],
      'ferrule/env-import-in-config-only': [
        'error',
        ...['node:process', 'process'].map((name) => ({
          name,
          importNames: ['env', 'default'],
          message: 'Only config.ts reads the environment: there it is validated and documented.',
        })),
      ],
    },
  },
  {
    files: ['**/apps/api/src/**/*.ts'],
    ignores: [...specs, '**/apps/api/src/spec-*.ts', '**/access/scoped-queries.ts'],
    rules: {
      'ferrule/asked-for-a-caller': [
        'error',
        {
          name: '@ferrule/messaging',
          importNames: ['QueryClient'],
          message: 'It would ask for everybody: ScopedQueries asks within the scope of the caller.',
        },
      ],
    },
  },
  {
    files: ['**/apps/*/src/main.ts'],
    // Programs for people, who measure nothing.
    ignores: ['**/apps/cli/**', '**/apps/router-simulator/**'],
    rules: {
      'ferrule/telemetry-first': [
        'error',
        never(
          "Program > ImportDeclaration:first-child[source.value!='@ferrule/telemetry']",
          'Import @ferrule/telemetry before all else: an instrument made before it counts into nothing.',
        ),
      ],
    },
  },
  ...adapters(graph, { inSpecs: false }),
  { files: domains, ignores: specs, rules: pureDomain },
  {
    files: specs,
    rules: {
      '@nx/enforce-module-boundaries': boundaries(graph, { inSpecs: true }),
      'max-lines': 'off',
      // Fakes answer promises without waiting, and matchers take methods by name.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      'ferrule/no-sleep': [
        'error',
        never(
          "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
          sleep,
        ),
      ],
      'ferrule/no-sleep-import': [
        'error',
        { name: 'node:timers/promises', message: sleep },
        { name: 'timers/promises', message: sleep },
      ],
    },
  },
  ...adapters(graph, { inSpecs: true }),
  {
    files: terminalPrograms,
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tools/**/*.ts'],
    rules: {
      'ferrule/erasable-syntax': [
        'error',
        never(
          'TSEnumDeclaration, TSParameterProperty, Decorator, TSModuleDeclaration[kind!="global"]',
          'Node runs the tools by erasing types; this has no meaning once they are gone.',
        ),
      ],
    },
  },
);
