import {
  type FoundRecord,
  isAsWanted,
  keyOf,
  mayWrite,
  type NameServer,
  type OwnedRecord,
  type RecordKey,
  ServerRefused,
  ServerUnreachable,
  takenBy,
} from '../name-server.ts';
import {
  encodeQuery,
  encodeUpdate,
  type Message,
  type ResourceRecord,
  TYPE,
} from '../wire/message.ts';
import { decodeValue } from '../wire/values.ts';
import { WireError } from '../wire/wire-error.ts';
import { type Endpoint, exchange } from './exchange.ts';
import { markName, ownerIn } from './mark.ts';
import { byKey, type Change, putOf, removeOf } from './update.ts';

const CODE = { ok: 0, serverFailure: 2, noSuchName: 3, refused: 5 } as const;
/** A prerequisite does not hold: something is there that should not be, or the other way round. */
const UNMET: ReadonlySet<number> = new Set([3, 6, 7, 8]);
const SAID = new Map([
  [1, 'it does not understand the message (FORMERR)'],
  [4, 'it takes no updates (NOTIMP)'],
  [5, 'it does not allow it (REFUSED)'],
  [9, 'it has not the zone, or the key may not change it (NOTAUTH)'],
  [10, 'a name lies outside of the zone (NOTZONE)'],
]);

const AT_ONCE = 40;
const TRIES = 3;

/** Any server that takes RFC 2136 updates signed by RFC 8945 (hmac-sha256). */
export class Rfc2136Server implements NameServer {
  readonly #endpoint: Endpoint;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  async zoneOf(name: string): Promise<string | undefined> {
    const [reply] = await this.#ask([{ name, type: TYPE.SOA }]);
    if (reply === undefined || reply.code === CODE.refused || !reply.isAuthoritative)
      return undefined;
    const start = [...reply.answers, ...reply.authorities].find(({ type }) => type === TYPE.SOA);
    const zone = start?.name;
    return zone !== undefined && (name === zone || name.endsWith(`.${zone}`)) ? zone : undefined;
  }

  async read(_zone: string, keys: readonly RecordKey[]): Promise<readonly FoundRecord[]> {
    return (await this.#look(keys)).filter(({ values }) => values.length > 0);
  }

  async put(zone: string, records: readonly OwnedRecord[]): Promise<number> {
    let written = 0;
    for (let at = 0; at < records.length; at += AT_ONCE)
      written += await this.#put(zone, records.slice(at, at + AT_ONCE));
    return written;
  }

  async remove(zone: string, keys: readonly RecordKey[], owner: string): Promise<number> {
    let removed = 0;
    for (let at = 0; at < keys.length; at += AT_ONCE)
      removed += await this.#remove(zone, keys.slice(at, at + AT_ONCE), owner);
    return removed;
  }

  async #put(zone: string, records: readonly OwnedRecord[]): Promise<number> {
    for (let n = 1; ; n += 1) {
      const found = byKey(await this.#look(records));
      const wrong = records.filter((one) => !isAsWanted(found.get(keyOf(one)), one));
      const changes = (): Change[] => wrong.map((one) => putOf(one, found.get(keyOf(one))));
      if (wrong.length === 0 || (await this.#update(zone, changes))) return wrong.length;
      const now = byKey(await this.#look(wrong));
      for (const one of wrong) {
        const there = now.get(keyOf(one));
        if (there !== undefined && !mayWrite(there, one)) throw takenBy(there);
      }
      if (n === TRIES) throw this.#moving(zone);
    }
  }

  /** Without values where only the mark is there, as when somebody deleted what it is beside. */
  async #look(keys: readonly RecordKey[]): Promise<readonly FoundRecord[]> {
    const replies = await this.#ask(
      keys.flatMap((key) => [
        { name: key.name, type: TYPE[key.type] },
        { name: markName(key), type: TYPE.TXT },
      ]),
    );
    return keys.flatMap((key, n) => {
      const [values, marks] = [replies[2 * n], replies[2 * n + 1]];
      const found = values && this.#decoded(() => foundIn(values, key));
      const owner = ownerIn(marks?.answers ?? []);
      if (found === undefined && owner === undefined) return [];
      const { name, type } = key;
      return [{ name, type, ttl: 0, values: [], ...found, owner }];
    });
  }

  async #remove(zone: string, keys: readonly RecordKey[], owner: string): Promise<number> {
    for (let n = 1; ; n += 1) {
      // By its mark alone: the record itself may be gone while that is left.
      const questions = keys.map((key) => ({ name: markName(key), type: TYPE.TXT }));
      const marks = await this.#ask(questions);
      const ours = keys.filter((_, place) => ownerIn(marks[place]?.answers ?? []) === owner);
      if (ours.length === 0) return 0;
      const changes = (): Change[] => ours.map((key) => removeOf(key, owner));
      if (await this.#update(zone, changes)) return ours.length;
      if (n === TRIES) throw this.#moving(zone);
    }
  }

  /** False when a prerequisite did not hold, and so nothing was changed. */
  async #update(zone: string, changes: () => readonly Change[]): Promise<boolean> {
    const message = this.#encoded(() => {
      const all = changes();
      return encodeUpdate(1, {
        zone,
        prerequisites: all.flatMap(({ prerequisites }) => prerequisites),
        changes: all.flatMap((one) => one.changes),
      });
    });
    const [reply] = await exchange(this.#endpoint, [message]);
    const code = reply?.code ?? CODE.serverFailure;
    if (code === CODE.ok) return true;
    if (UNMET.has(code)) return false;
    throw this.#refusal(code, zone);
  }

  async #ask(
    questions: readonly { readonly name: string; readonly type: number }[],
  ): Promise<readonly Message[]> {
    const replies: Message[] = [];
    for (let at = 0; at < questions.length; at += 2 * AT_ONCE) {
      const some = questions.slice(at, at + 2 * AT_ONCE);
      const messages = some.map((question, n) => this.#encoded(() => encodeQuery(n + 1, question)));
      replies.push(...(await exchange(this.#endpoint, messages)));
    }
    for (const [n, { code }] of replies.entries())
      if (code !== CODE.ok && code !== CODE.noSuchName && code !== CODE.refused)
        throw this.#refusal(code, questions[n]?.name ?? '');
    return replies;
  }

  #refusal(code: number, what: string): Error {
    const { name } = this.#endpoint;
    const said = SAID.get(code);
    return said === undefined
      ? new ServerUnreachable(`${name} failed at ${what} (code ${code})`)
      : new ServerRefused(`${name} refuses ${what}: ${said}`);
  }

  #moving(zone: string): Error {
    const { name } = this.#endpoint;
    return new ServerUnreachable(`${name} found ${zone} changed by others ${TRIES} times`);
  }

  #encoded(encode: () => Buffer): Buffer {
    try {
      return encode();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new ServerRefused(`${this.#endpoint.name}: ${error.message}`, { cause: error });
    }
  }

  #decoded<T>(decode: () => T): T {
    try {
      return decode();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const { name } = this.#endpoint;
      throw new ServerUnreachable(`${name} said something that cannot be read: ${error.message}`, {
        cause: error,
      });
    }
  }
}

const foundIn = ({ answers }: Message, { name, type }: RecordKey) => {
  const own = answers.filter((one) => one.name === name);
  const alias = own.find((one) => one.type === TYPE.CNAME);
  // Nothing else can stand beside it, so the name is taken, whatever the type.
  if (alias) return { ttl: alias.ttl, values: [`an alias of ${aliased(alias)}`] };
  const records = own.filter((one) => one.type === TYPE[type]);
  if (records.length === 0) return undefined;
  const values = records.map(({ data }) => decodeValue(type, data));
  return { ttl: records[0]?.ttl ?? 0, values };
};

const aliased = ({ data }: ResourceRecord): string => decodeValue('PTR', data);
