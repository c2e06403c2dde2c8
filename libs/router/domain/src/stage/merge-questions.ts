import type { Attributes, RouterCommand } from '../router-driver.ts';

type Conditions = ReadonlyMap<string, string>;

/** Of a question that asks for rows with certain values and no more; undefined: it asks otherwise. */
const conditionsOf = ({ attributes, query = [] }: RouterCommand): Conditions | undefined => {
  if (attributes !== undefined || query.length === 0) return undefined;
  const conditions = new Map<string, string>();
  for (const word of query) {
    const [, name, value] = /^\?([a-z][^=]*)=(.*)$/su.exec(word) ?? [];
    if (name === undefined || value === undefined) return undefined;
    conditions.set(name, value);
  }
  return conditions;
};

/** So few are asked one by one: a router may find each at once. */
const FEW = 8;
/** What one question asks for at most. */
const VALUES = 50;

/** The value by which the rows asked for differ most. */
const distinctive = (asked: readonly Conditions[]): string | undefined => {
  const [first = new Map<string, string>()] = asked;
  return [...first.keys()]
    .filter((name) => asked.every((conditions) => conditions.has(name)))
    .map((name) => ({ name, values: new Set(asked.map((each) => each.get(name))).size }))
    .sort((a, b) => b.values - a.values)[0]?.name;
};

const oneOf = (name: string, values: readonly string[]): readonly string[] =>
  values.flatMap((value, at) => [`?${name}=${value}`, ...(at === 0 ? [] : ['?#|'])]);

/** A question, and which of the rows that come are its own; undefined: all of them. */
interface Asked {
  readonly question: RouterCommand;
  readonly conditions: Conditions | undefined;
}

/** What is sent, and the questions that its rows answer. */
export interface Merged {
  readonly command: RouterCommand;
  readonly asked: readonly Asked[];
}

const alone = (question: RouterCommand): Merged => ({
  command: question,
  asked: [{ question, conditions: undefined }],
});

type Plain = Asked & { readonly conditions: Conditions };

/** What it asks for besides the value that others ask for otherwise. */
const besides = ({ conditions }: Plain, name: string): readonly string[] =>
  [...conditions].flatMap(([other, value]) => (other === name ? [] : [`?${other}=${value}`]));

const mergeBy = (
  name: string,
  asked: readonly Plain[],
  shared: readonly string[],
): readonly Merged[] => {
  const byValue = [...Map.groupBy(asked, ({ conditions }) => conditions.get(name) ?? '')];
  return Array.from({ length: Math.ceil(byValue.length / VALUES) }, (_, at) => {
    const chunk = byValue.slice(at * VALUES, (at + 1) * VALUES);
    const values = chunk.map(([value]) => value);
    return {
      command: {
        command: asked[0]?.question.command ?? '',
        query: [...shared, ...oneOf(name, values)],
      },
      asked: chunk.flatMap(([, same]) => same),
    };
  });
};

/** First those that differ by one value alone, whose answer holds nothing else; then what is left. */
const mergePlain = (plain: readonly Plain[]): readonly Merged[] => {
  const name =
    plain.length > FEW ? distinctive(plain.map(({ conditions }) => conditions)) : undefined;
  if (name === undefined) return plain.map(({ question }) => alone(question));
  const groups = [...Map.groupBy(plain, (one) => besides(one, name).join('\n')).values()];
  const rest = groups.filter(({ length }) => length <= FEW).flat();
  return [
    ...groups
      .filter(({ length }) => length > FEW)
      .flatMap((group) => mergeBy(name, group, group[0] ? besides(group[0], name) : [])),
    ...(rest.length > FEW ? mergeBy(name, rest, []) : rest.map(({ question }) => alone(question))),
  ];
};

const mergeOfMenu = (questions: readonly RouterCommand[]): readonly Merged[] => {
  const plain: Plain[] = [];
  const others: RouterCommand[] = [];
  for (const question of questions) {
    const conditions = conditionsOf(question);
    if (conditions === undefined) others.push(question);
    else plain.push({ question, conditions });
  }
  return [...mergePlain(plain), ...others.map(alone)];
};

/**
 * Many questions to one menu become few that ask for many rows each: a router takes so many commands
 * a second and no more, and looks through the menu for each of them.
 */
export const mergeQuestions = (questions: readonly RouterCommand[]): readonly Merged[] =>
  [...Map.groupBy(questions, ({ command }) => command).values()].flatMap(mergeOfMenu);

/** Of the rows that came for several questions those of one. */
export const ownRows = ({ conditions }: Asked, rows: readonly Attributes[]) =>
  conditions === undefined
    ? rows
    : rows.filter((row) => [...conditions].every(([name, value]) => row[name] === value));
