import type { FoundRecord, RecordKey } from '../name-server.ts';
import { canonicalValue } from '../wire/values.ts';
import { type JsonObject, listIn } from './powerdns-api.ts';

const ACCOUNT = 'ferrule';
const NETWORK = 'network=';

export interface RecordSet {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly contents: readonly string[];
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly account: string;
  readonly content: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export const recordSetOf = (json: JsonObject): RecordSet | undefined => {
  const { name, type, ttl } = json;
  if (typeof name !== 'string' || typeof type !== 'string') return undefined;
  const contents = listIn(json['records']).map(({ content }) => text(content));
  // Comments can outlive their records, which are what counts.
  if (contents.length === 0) return undefined;
  return {
    name: name.toLowerCase().replace(/\.$/, ''),
    type,
    ttl: typeof ttl === 'number' ? ttl : 0,
    contents,
    comments: listIn(json['comments']).map(({ account, content }) => ({
      account: text(account),
      content: text(content),
    })),
  };
};

const isMark = ({ account, content }: Comment): boolean =>
  account === ACCOUNT && content.startsWith(NETWORK);

export const foundIn = (
  sets: readonly RecordSet[],
  { name, type }: RecordKey,
): FoundRecord | undefined => {
  const own = sets.filter((set) => set.name === name);
  const alias = own.find((set) => set.type === 'CNAME');
  const set = alias ?? own.find((one) => one.type === type);
  if (set === undefined) return undefined;
  const [stranger] = set.comments;
  return {
    name,
    type,
    ttl: set.ttl,
    // Nothing else can stand beside an alias, so the name is taken, whatever the type.
    values: alias
      ? [`an alias of ${alias.contents.join()}`]
      : set.contents.map((content) => canonicalValue(type, content)),
    owner: alias ? undefined : set.comments.find(isMark)?.content.slice(NETWORK.length),
    ...(stranger && { hint: `${stranger.account}: ${stranger.content}`.slice(0, 120) }),
  };
};

/** The mark of its owner; what others wrote beside the record stays. */
export const commentsFor = (
  owner: string,
  sets: readonly RecordSet[],
  { name, type }: RecordKey,
): readonly Comment[] => {
  const set = sets.find((one) => one.name === name && one.type === type);
  const others = set?.comments.filter((comment) => !isMark(comment)) ?? [];
  return [...others, { account: ACCOUNT, content: `${NETWORK}${owner}` }];
};
