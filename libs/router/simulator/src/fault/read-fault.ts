import { flag, isTexts, oneOf, text, texts, whole } from './checks.ts';
import type { Check, Fields } from './checks.ts';
import type { Fault, FaultKind } from './fault.ts';

/** It is no fault that the simulator knows, and its one sentence says why. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

const sentences: Check = (value) =>
  Array.isArray(value) && value.length > 0 && value.every(isTexts)
    ? undefined
    : 'a list of sentences, each a list of words such as ["/ip/address/print"]';
const menuPath: Check = (value) =>
  typeof value === 'string' && /^\/[a-z0-9-]+(?:\/[a-z0-9-]+)*(?:\/\*)?$/u.test(value)
    ? undefined
    : 'a menu such as /ip/address, or /ip/firewall/* for all beneath';

const match: Fields = { connection: whole(1), user: text };
const matchCommand: Fields = {
  ...match,
  path: menuPath,
  verb: text,
  write: flag,
  nth: whole(1),
  times: whole(1),
};
const wait: Fields = { ms: whole(0), jitterMs: whole(0) };
const breaks: Fields = { at: oneOf('arrival', 'done', 'reply'), bytes: whole(1) };
const outage: Fields = { lose: flag, downMs: whole(0) };

const kinds: Readonly<Record<FaultKind, { readonly fields: Fields; readonly must?: string }>> = {
  delay: { fields: { ...matchCommand, ...wait }, must: 'ms' },
  late: { fields: { ...matchCommand, ...wait }, must: 'ms' },
  silence: { fields: { ...matchCommand, run: flag } },
  refuse: { fields: { ...matchCommand, message: text, category: whole(0, 7) } },
  fatal: { fields: { ...matchCommand, reason: text } },
  reset: { fields: { ...matchCommand, ...breaks } },
  end: { fields: { ...matchCommand, ...breaks } },
  reboot: { fields: { ...matchCommand, ...outage } },
  crash: { fields: { ...matchCommand, ...outage } },
  say: { fields: { ...matchCommand, sentences, run: flag }, must: 'sentences' },
  rights: { fields: { ...matchCommand, without: texts }, must: 'without' },
  'full-disk': { fields: { ...matchCommand, message: text } },
  administrator: {
    fields: { ...matchCommand, commands: sentences, when: oneOf('before', 'after') },
    must: 'commands',
  },
  clamp: {
    fields: {
      ...matchCommand,
      burst: whole(1),
      perSecond: whole(1, 1_000_000),
      stallEvery: whole(1),
      stallMs: whole(0),
    },
  },
  tags: { fields: { ...matchCommand, order: oneOf('first', 'last', 'alternate') }, must: 'order' },
  latency: { fields: { ...match, ...wait }, must: 'ms' },
  split: {
    fields: { ...match, size: whole(1), lastByteApart: flag, pauseMs: whole(0) },
  },
};

export const faultKinds: readonly string[] = Object.keys(kinds);

const isKind = (kind: unknown): kind is FaultKind =>
  typeof kind === 'string' && Object.hasOwn(kinds, kind);

/** Strict: a field that nobody reads would be a test that tests nothing. */
export const readFault = (value: unknown): Fault => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FaultError('a fault is an object such as {"do":"silence","path":"/ip/address"}');
  const given = Object.entries(value);
  const kind = 'do' in value ? value.do : undefined;
  if (!isKind(kind))
    throw new FaultError(`do must be one of ${faultKinds.join(', ')}, not ${JSON.stringify(kind)}`);
  const { fields, must } = kinds[kind];
  if (must !== undefined && !Object.hasOwn(value, must))
    throw new FaultError(`${kind} needs ${must}`);
  for (const [name, content] of given) {
    if (name === 'do' || content === undefined) continue;
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (check === undefined)
      throw new FaultError(`${kind} has no ${name}: take ${Object.keys(fields).join(', ')}`);
    const wanted = check(content);
    if (wanted !== undefined)
      throw new FaultError(`${name} of ${kind} must be ${wanted}, not ${JSON.stringify(content)}`);
  }
  if (kind === 'split' && !('size' in value) && !('lastByteApart' in value))
    throw new FaultError('split needs size or lastByteApart');
  return value as Fault;
};
