import { invalidValue, noMatch } from './trap.ts';
import type { ValueType } from './value-type.ts';

export type TextRules = { readonly min?: number; readonly max?: number };

export const string = ({ min = 0, max }: TextRules = {}): ValueType => ({
  shape: 'string',
  parse(text, argument) {
    if (text.length < min || (max !== undefined && text.length > max)) throw invalidValue(argument);
    return text;
  },
});

export const pattern = (rule: RegExp): ValueType => ({
  shape: 'pattern',
  parse(text, argument) {
    if (!rule.test(text)) throw invalidValue(argument);
    return text;
  },
});

const truths = new Map([
  ['yes', 'true'],
  ['true', 'true'],
  ['no', 'false'],
  ['false', 'false'],
]);

/** Written `yes|no|true|false`, read `true|false`. */
export const bool = (): ValueType => ({
  shape: 'bool',
  values: ['no', 'yes'],
  parse(text, argument) {
    const truth = truths.get(text);
    if (truth === undefined) throw invalidValue(argument);
    return truth;
  },
});

/** A flag that is there or not, and reads as an empty string. Writing `no` takes it away. */
export const presence = (): ValueType => ({
  shape: 'presence',
  values: ['no', 'yes'],
  parse(text, argument) {
    if (text === '') return '';
    const truth = truths.get(text);
    if (truth === undefined) throw invalidValue(argument);
    return truth === 'true' ? '' : 'false';
  },
});

/** One of the words; an enum that has `yes` and `no` among them reads `yes`, not `true`. */
export const enumeration = (words: readonly string[]): ValueType => {
  const known = new Set(words);
  return {
    shape: 'enum',
    values: words,
    parse(text, argument) {
      if (known.has(text)) return text;
      if (text === 'true' && known.has('yes')) return 'yes';
      if (text === 'false' && known.has('no')) return 'no';
      throw noMatch(argument);
    },
  };
};

/** Any of the words, comma-joined, read in the router's own order. */
export const flags = (words: readonly string[]): ValueType => {
  const known = new Set(words);
  return {
    shape: 'flags',
    values: words,
    parse(text, argument) {
      const written = new Set(text === '' ? [] : text.split(','));
      for (const word of written) if (!known.has(word)) throw noMatch(argument);
      return words.filter((word) => written.has(word)).join(',');
    },
  };
};

/** `2026-11-20 11:48:00`, a date alone, or a time alone where `parts` says so. */
export const date = (parts: 'date' | 'date-time' | 'time' = 'date-time'): ValueType => {
  const rules = {
    date: /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/u,
    'date-time':
      /^\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?:[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?$/u,
    time: /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/u,
  };
  return {
    shape: 'date',
    parse(text, argument) {
      if (!rules[parts].test(text)) throw invalidValue(argument, ['invalid date']);
      return text.replace('T', ' ');
    },
  };
};
