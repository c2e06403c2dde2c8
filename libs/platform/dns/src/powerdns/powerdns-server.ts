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
  type Json,
  type JsonObject,
  listIn,
  PowerDnsApi,
  type PowerDnsEndpoint,
} from './powerdns-api.ts';
import { commentsFor, foundIn, type RecordSet, recordSetOf } from './record-set.ts';

const ZONES_KEPT_MS = 60_000;
/** From here on it is less to read a zone as a whole. */
const MANY = 50;
const AT_ONCE = 8;

/** A PowerDNS authoritative server, by its HTTP API. A record's mark is a comment beside it. */
export class PowerDnsServer implements NameServer {
  readonly #name: string;
  readonly #api: PowerDnsApi;
  #zones: { readonly ids: ReadonlyMap<string, string>; readonly at: number } | undefined;

  constructor(endpoint: PowerDnsEndpoint) {
    this.#name = endpoint.name;
    this.#api = new PowerDnsApi(endpoint);
  }

  async zoneOf(name: string): Promise<string | undefined> {
    const labels = name.split('.');
    const within = (zones: ReadonlyMap<string, string>): string | undefined =>
      labels.map((_, n) => labels.slice(n).join('.')).find((zone) => zones.has(zone));
    const known = this.#zones;
    const isFresh = known !== undefined && performance.now() - known.at < ZONES_KEPT_MS;
    // One that was made since is found at once.
    return (isFresh ? within(known.ids) : undefined) ?? within(await this.#readZones());
  }

  async read(zone: string, keys: readonly RecordKey[]): Promise<readonly FoundRecord[]> {
    const sets = await this.#recordSets(zone, keys);
    return keys.flatMap((key) => foundIn(sets, key) ?? []);
  }

  async put(zone: string, records: readonly OwnedRecord[]): Promise<number> {
    const sets = await this.#recordSets(zone, records);
    const found = new Map(records.map((one) => [keyOf(one), foundIn(sets, one)] as const));
    const wrong = records.filter((one) => !isAsWanted(found.get(keyOf(one)), one));
    for (const one of wrong) {
      const there = found.get(keyOf(one));
      if (there !== undefined && !mayWrite(there, one)) throw takenBy(there);
    }
    await this.#patch(
      zone,
      wrong.map((one) => ({
        name: `${one.name}.`,
        type: one.type,
        ttl: one.ttl,
        changetype: 'REPLACE',
        records: one.values.map((value) => ({
          content: one.type === 'PTR' ? `${value}.` : value,
          disabled: false,
        })),
        comments: commentsFor(one.owner, sets, one),
      })),
    );
    return wrong.length;
  }

  async remove(zone: string, keys: readonly RecordKey[], owner: string): Promise<number> {
    const sets = await this.#recordSets(zone, keys);
    const ours = keys.filter((key) => foundIn(sets, key)?.owner === owner);
    await this.#patch(
      zone,
      ours.map(({ name, type }) => ({ name: `${name}.`, type, changetype: 'DELETE' })),
    );
    return ours.length;
  }

  async #patch(zone: string, rrsets: readonly object[]): Promise<void> {
    if (rrsets.length > 0) await this.#api.patch(await this.#path(zone), { rrsets });
  }

  async #recordSets(zone: string, keys: readonly RecordKey[]): Promise<readonly RecordSet[]> {
    const path = await this.#path(zone);
    const names = [...new Set(keys.map(({ name }) => name))];
    if (names.length > MANY) return this.#setsAt(path);
    const sets: RecordSet[] = [];
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const some = names.slice(at, at + AT_ONCE);
      const found = await Promise.all(
        some.map((name) => this.#setsAt(`${path}?rrset_name=${encodeURIComponent(`${name}.`)}`)),
      );
      sets.push(...found.flat());
    }
    return sets;
  }

  async #setsAt(path: string): Promise<readonly RecordSet[]> {
    const zone = await this.#api.get(path);
    if (zone === undefined) throw new ServerRefused(`${this.#name} has not the zone`);
    return listIn(fieldOf(zone, 'rrsets')).flatMap((one) => recordSetOf(one) ?? []);
  }

  async #path(zone: string): Promise<string> {
    const id = this.#zones?.ids.get(zone) ?? (await this.#readZones()).get(zone);
    if (id === undefined) throw new ServerRefused(`${this.#name} has not the zone ${zone}`);
    return `/zones/${encodeURIComponent(id)}`;
  }

  async #readZones(): Promise<ReadonlyMap<string, string>> {
    const answer = await this.#api.get('/zones?dnssec=false');
    if (!Array.isArray(answer))
      throw new ServerUnreachable(`${this.#name} answered with no list of zones`);
    const ids = new Map(listIn(answer as Json).flatMap((one) => zoneIn(one) ?? []));
    this.#zones = { ids, at: performance.now() };
    return ids;
  }
}

const fieldOf = (value: Json, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)[name]
    : undefined;

const zoneIn = ({ id, name }: JsonObject): readonly [readonly [string, string]] | undefined =>
  typeof id === 'string' && typeof name === 'string'
    ? [[name.toLowerCase().replace(/\.$/, ''), id]]
    : undefined;
