import type { Cursor } from './cursor.ts';
import type { Expression } from './syntax.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  _: ' ',
  '"': '"',
  '\\': '\\',
  $: '$',
  '?': '?',
};

const readEscape = (cursor: Cursor): string => {
  const start = cursor.at - 1;
  // A broken line goes on at the first character of the next one.
  if (cursor.take(/\r?\n[ \t]*/uy) !== undefined) return '';
  const code = cursor.take(/[0-9A-F]{2}/uy);
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  const meant = escapes[cursor.char];
  if (meant === undefined) throw cursor.refuse('bad escape sequence', start);
  cursor.at += 1;
  return meant;
};

/** From behind the opening quote to behind the closing one. `$` begins what `embedded` reads. */
export const readQuoted = (cursor: Cursor, embedded: () => Expression): Expression => {
  const start = cursor.at - 1;
  const parts: (string | Expression)[] = [];
  let text = '';
  for (;;) {
    text += cursor.take(/[^"\\$]+/uy) ?? '';
    if (cursor.ended) throw cursor.refuse('expected closing quote', start);
    if (cursor.skip('"')) break;
    if (cursor.skip('\\')) text += readEscape(cursor);
    else {
      parts.push(text, embedded());
      text = '';
    }
  }
  return { kind: 'text', parts: [...parts, text] };
};

/** The text between braces as it stands there: the source of a script. */
export const readRaw = (cursor: Cursor): Expression => {
  const start = cursor.at;
  let depth = 0;
  do {
    if (cursor.ended) throw cursor.refuse('expected closing brace', start);
    if (cursor.take(/"(?:[^"\\]|\\[\s\S])*"|[^{}"\\]+|\\[\s\S]/uy) !== undefined) continue;
    depth += cursor.char === '{' ? 1 : cursor.char === '}' ? -1 : 0;
    cursor.at += 1;
  } while (depth > 0);
  return { kind: 'text', parts: [cursor.text.slice(start + 1, cursor.at - 1)] };
};
