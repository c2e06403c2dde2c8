import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { decodeEnvelope, encodeEnvelope } from '@ferrule/messaging';
import {
  PROVISIONING_EVENT_EXAMPLES,
  ProvisionNetworkRequest,
  provisioningCommandSubject,
} from '@ferrule/provisioning-contracts';
import { readStrictly } from '@ferrule/validation';
import Ajv from 'ajv';
import { asyncApi } from './document.ts';
import { messages } from './messages.ts';

const document = JSON.parse(JSON.stringify(asyncApi())) as ReturnType<typeof asyncApi>;

const faultsOf = (schema: object, value: unknown) => {
  const ajv = new Ajv({ allErrors: true });
  return ajv.validate(schema, value) === true ? [] : ajv.errors;
};

const resolve = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
      document,
    );

const referencesIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    name === '$ref' && typeof member === 'string' ? [member] : referencesIn(member),
  );
};

const matches = (filter: string, subject: string): boolean =>
  filter.endsWith('.>') ? subject.startsWith(filter.slice(0, -1)) : filter === subject;

const headersOf = (type: string, source: string, body: object): Record<string, string> => {
  const encoded = encodeEnvelope({
    id: 'id-1',
    type,
    schemaVersion: 1,
    source,
    subject: 'job-1',
    time: '2026-01-05T10:00:00.000Z',
    sequence: 7,
    meta: { correlationId: 'job-1', causationId: 'c-1', actor: 'Zoë', tenant: 'acme' },
    body: JSON.stringify(body),
  });
  return Object.fromEntries(encoded.keys().map((name) => [name, encoded.get(name)]));
};

describe('the AsyncAPI document', () => {
  it('is of version 3.0, and every reference in it leads somewhere', () => {
    expect(document).toMatchObject({ asyncapi: '3.0.0', info: { version: '1' } });
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(3 * messages.length - 1);
    for (const pointer of references)
      expect([pointer, typeof resolve(pointer)]).toEqual([pointer, 'object']);
  });

  it('has a channel, an operation and a message for every message, on a subject of its own', () => {
    const types = messages.map(({ type }) => type);
    expect(new Set(types).size).toBe(types.length);
    expect(Object.keys(document.channels)).toEqual(types);
    expect(Object.keys(document.operations)).toEqual(types);
    expect(Object.keys(document.components.messages)).toEqual(types);
    expect(new Set(messages.map(({ address }) => address)).size).toBe(types.length);
    expect(types).toEqual(
      expect.arrayContaining(['ProvisionNetwork', ...Object.keys(PROVISIONING_EVENT_EXAMPLES)]),
    );
  });

  it('declares the parameters of its addresses, and its streams take its subjects', () => {
    for (const { address, parameters = {}, stream } of Object.values(messages)) {
      const named = [...address.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
      expect(named).toEqual(Object.keys(parameters));
      expect([address, stream.subjects.some((filter) => matches(filter, address))]).toEqual([
        address,
        true,
      ]);
    }
    const { address } = document.channels['ProvisionNetwork'] ?? {};
    expect(address?.replace('{publisher}', 'billing')).toBe(
      provisioningCommandSubject('ProvisionNetwork', 'billing'),
    );
  });

  it('says how long the bus keeps what, and how it is shared out', () => {
    expect(document.channels['ProvisionNetwork']?.['x-jetstream']).toMatchObject({
      stream: 'CMD_PROVISIONING',
      retention: 'workqueue',
      discard: 'new',
      duplicate_window_seconds: 120,
    });
    expect(document.channels['NetworkProvisionAccepted']?.['x-jetstream']).toMatchObject({
      stream: 'EVENTS',
      retention: 'limits',
      max_age_seconds: 604_800,
    });
  });

  it('shows examples that obey their schemas, and a command that is taken', () => {
    const shown = messages.flatMap(({ payload, example }) =>
      example ? [{ payload, example }] : [],
    );
    expect(shown).toHaveLength(4 + Object.keys(PROVISIONING_EVENT_EXAMPLES).length);
    for (const { payload, example } of shown) expect(faultsOf(payload, example)).toEqual([]);
    const command = messages.find(({ type }) => type === 'ProvisionNetwork');
    expect(readStrictly(ProvisionNetworkRequest, command?.example).errors).toBeUndefined();
    expect(faultsOf(command?.payload ?? {}, { ...command?.example, size: '24' })).toHaveLength(1);
    expect(faultsOf(command?.payload ?? {}, { ...command?.example, colour: 1 })).toHaveLength(1);
  });

  it('says of headers what the messages really carry', () => {
    for (const [type, body] of Object.entries(PROVISIONING_EVENT_EXAMPLES)) {
      const { headers = { not: {} } } = messages.find((message) => message.type === type) ?? {};
      const sent = headersOf(type, 'provisioning', body);
      expect(faultsOf(headers, sent)).toEqual([]);
      expect(Object.keys(sent).filter((name) => !(name in Object(headers['properties'])))).toEqual(
        [],
      );
      expect(faultsOf(headers, headersOf(type, 'ipam', body))).toHaveLength(1);
    }
  });

  it('requires of a command no header that could be left out', () => {
    const { headers = {}, example } =
      messages.find(({ type }) => type === 'ProvisionNetwork') ?? {};
    const all = headersOf('ProvisionNetwork', '/billing', example ?? {});
    const required = headers['required'] as readonly string[];
    const decode = (names: readonly string[]) => {
      const given = new Map(names.map((name) => [name, all[name] ?? '']));
      const encoded = encodeEnvelope({
        ...{ id: 'x', type: 'X', schemaVersion: 1, source: 'x', time: 'x', body: '' },
        meta: { correlationId: 'x', actor: 'x', tenant: 'x' },
      });
      for (const name of encoded.keys()) encoded.delete(name);
      for (const [name, value] of given) encoded.set(name, value);
      return decodeEnvelope(
        { headers: encoded, data: Buffer.from(JSON.stringify(example)) },
        {
          receivedAt: new Date(0),
          missingMeta: { correlationId: 'job-1', actor: 'publisher:billing', tenant: 'acme' },
        },
      );
    };
    expect(decode(required)).toMatchObject({ type: 'ProvisionNetwork' });
    for (const name of required)
      expect(() => decode(required.filter((other) => other !== name))).toThrow(name);
  });
});
