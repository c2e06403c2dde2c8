import { comeToRest } from '../chaos/unrest.ts';
import type { Ground } from '../chaos/ground.ts';
import { readQuarrels, readRecords } from '../chaos/records.ts';
import { RequestMaker, type Schema, type WildRequest } from './wild-request.ts';

const PATH = '/api/v1/networks/provision';
const AT_ONCE = 16;
const MOST_FAULTS = 20;
const PATIENCE_MS = 60_000;

export interface Assault {
  /** How often which status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly fields: readonly string[];
  readonly jobs: number;
  readonly faults: readonly string[];
}

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      { readonly post?: { requestBody?: { content: Record<string, { schema: Schema }> } } }
    >
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** What the API says of itself is what its requests are made from. */
const makerOf = async (api: string): Promise<RequestMaker> => {
  const document = (await (await fetch(`${api}/openapi.json`)).json()) as Document;
  const schema = document.paths[PATH]?.post?.requestBody?.content['application/json']?.schema;
  if (schema === undefined) throw new Error(`the document has no body of POST ${PATH}`);
  return new RequestMaker(schema, document.components.schemas);
};

/** What is wrong with an answer; nothing as a rule. */
const faultOf = (status: number, type: string, text: string): string | undefined => {
  // A job that did not come to a good end is told by its status: of the router, or of a deadline.
  const isJobs = (status === 502 || status === 504) && text.includes('"jobId"');
  if (status >= 500 && !isJobs) return `answers ${status}: ${text.slice(0, 300)}`;
  if (status < 400) return undefined;
  if (!type.startsWith('application/problem+json')) return `answers ${status} as ${type}`;
  const problem: unknown = JSON.parse(text);
  const isTold = ['code', 'detail'].every(
    (name) => typeof Reflect.get(Object(problem), name) === 'string',
  );
  return isTold ? undefined : `answers ${status} without code or detail: ${text.slice(0, 300)}`;
};

const ask = async ({ api, key }: Ground, { body, headers: wild }: WildRequest) => {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const headers = { ...wild, authorization: `Bearer ${key}` };
  const response = await fetch(`${api}${PATH}`, { method: 'POST', headers, body, signal });
  const text = await response.text();
  const fault = faultOf(response.status, response.headers.get('content-type') ?? '', text);
  return { status: response.status, fault };
};

/** So many wild requests; then every job must be over, and nobody hold what no network needs. */
export const assaultApi = async (
  ground: Ground,
  count: number,
  first: number,
): Promise<Assault> => {
  const maker = await makerOf(ground.api);
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  let next = first;
  const caller = async (): Promise<void> => {
    while (next < first + count && faults.length < MOST_FAULTS) {
      const seed = next++;
      try {
        const { status, fault } = await ask(ground, maker.make(seed));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        if (fault !== undefined) faults.push(`seed ${seed} ${fault}`);
      } catch (error) {
        faults.push(`seed ${seed} has no answer: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  const unrest = await comeToRest(ground.database, await ground.bus('operator'), 2 * PATIENCE_MS);
  faults.push(...unrest.map((what) => `hangs: ${what}`));
  const { jobs, networks } = await readRecords(ground.database);
  const held = new Set(
    jobs.filter(({ status }) => status === 'COMPLETED').map(({ networkId }) => networkId),
  );
  for (const { id, status } of networks)
    if (status !== 'released' && !held.has(id))
      faults.push(`${id} is allocated, and for no network`);
  faults.push(...(await readQuarrels(ground.database)));
  return { statuses, fields: maker.fields, jobs: jobs.length, faults };
};
