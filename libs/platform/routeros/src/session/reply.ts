import type { Attributes, Trap, TrapCategory } from '@ferrule/router-domain';
import { readAttribute } from '../wire/encode.ts';

export interface Reply {
  readonly kind: 're' | 'done' | 'trap' | 'fatal' | 'empty';
  readonly tag: string | undefined;
  readonly attributes: Attributes;
  /** The bare word of `!fatal`. */
  readonly text: string;
}

const kinds: Readonly<Record<string, Reply['kind']>> = {
  '!re': 're',
  '!done': 'done',
  '!trap': 'trap',
  '!fatal': 'fatal',
  '!empty': 'empty',
};

const tagPrefix = '.tag=';

/**
 * Reads a sentence of the router. `unknown` is a reply of some later RouterOS, to be passed over as
 * `!empty` should have been; `foreign` is no reply at all.
 */
export function readReply(words: readonly string[]): Reply | 'unknown' | 'foreign' {
  const [first = '', ...rest] = words;
  const kind = kinds[first];
  if (kind === undefined) return first.startsWith('!') ? 'unknown' : 'foreign';
  const attributes: Record<string, string> = {};
  let tag: string | undefined;
  let text = '';
  // The tag is the first word after the reply on some routers and the last one on others.
  for (const word of rest) {
    const attribute = readAttribute(word);
    if (attribute !== undefined) put(attributes, attribute.name, attribute.value);
    else if (word.startsWith(tagPrefix)) tag = word.slice(tagPrefix.length);
    else text ||= word;
  }
  return { kind, tag: tag === '' ? undefined : tag, attributes, text };
}

/** A router may send any name, and this one would not become a property. */
function put(attributes: Record<string, string>, name: string, value: string): void {
  if (name !== '__proto__') attributes[name] = value;
  else Object.defineProperty(attributes, name, { value, enumerable: true });
}

export function readTrap({ attributes }: Reply): Trap {
  const message = attributes['message'] ?? '';
  const category = readCategory(attributes['category']);
  return category === undefined ? { message } : { message, category };
}

function readCategory(text: string | undefined): TrapCategory | undefined {
  return text !== undefined && /^[0-7]$/u.test(text) ? (Number(text) as TrapCategory) : undefined;
}
