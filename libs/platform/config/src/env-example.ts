import { prefixOf, type ConfigClass } from './env.ts';
import { SHARED_PREFIX, variablesOf, type Variable } from './variables.ts';

const quoted = (value: string): string => (/^[\w./:,@+-]*$/.test(value) ? value : `"${value}"`);

const entry = (variable: Variable, name: string): string => {
  const { reader, doc, required } = variable;
  const facts = [
    reader.kind,
    ...(required ? ['required'] : []),
    ...(reader.secret ? [`or a file that holds it: ${name}_FILE`] : []),
  ];
  const initial =
    reader.secret || variable.default === undefined ? '' : reader.write(variable.default);
  return `# ${doc}\n# (${facts.join('; ')})\n${name}=${quoted(initial)}`;
};

const section = (title: readonly string[], entries: readonly string[]): string =>
  [title.map((line) => `## ${line}`).join('\n'), ...entries].join('\n\n');

/** The text of `.env.example`: every variable of these services, its meaning and its default. */
export const envExample = (...targets: readonly ConfigClass[]): string => {
  const services = targets.map((target) => ({ target, ...variablesOf(target) }));
  const shared = new Map<string, string>();
  for (const { variables } of services) {
    for (const variable of variables) {
      const name = variable.sharedName;
      if (name !== undefined && !shared.has(name)) shared.set(name, entry(variable, name));
    }
  }
  const sections = services.map(({ target, variables }) =>
    section(
      [prefixOf(target)],
      variables
        .filter(({ sharedName }) => sharedName === undefined)
        .map((variable) => entry(variable, variable.name)),
    ),
  );
  const common = section(
    [
      'All services',
      `Each of these can be given to one service alone: ${services
        .map(({ target }) => `${prefixOf(target)}_`)
        .join(', ')} in place of ${SHARED_PREFIX}_.`,
    ],
    [...shared.values()],
  );
  return (
    [
      '# Generated from the configuration classes; a check fails when it differs from them.\n' +
        '# An empty value counts as not given.',
      ...(shared.size > 0 ? [common] : []),
      ...sections,
    ].join('\n\n') + '\n'
  );
};

/** What is wrong with a committed `.env.example`; nothing when it is what would be generated. */
export const envExampleDrift = (
  committed: string,
  ...targets: readonly ConfigClass[]
): string | undefined => {
  const expected = envExample(...targets).split('\n');
  const found = committed.split('\n');
  const line = expected.findIndex((text, index) => text !== found[index]);
  if (line === -1 && expected.length === found.length) return undefined;
  const at = line === -1 ? expected.length : line;
  return `line ${String(at + 1)} should be ${JSON.stringify(expected[at] ?? '(the end)')}, found ${JSON.stringify(found[at] ?? '(the end)')}`;
};
