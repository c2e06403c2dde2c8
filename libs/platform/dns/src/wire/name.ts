import { WireError } from './wire-error.ts';

const LONGEST_NAME = 255;
const LONGEST_LABEL = 63;

/** In lower case, and never compressed: signatures are made over this form. */
export const encodeName = (name: string): Buffer => {
  const labels = name === '' ? [] : name.toLowerCase().split('.');
  const parts = labels.map((label) => {
    const bytes = Buffer.from(label, 'latin1');
    if (bytes.length === 0 || bytes.length > LONGEST_LABEL)
      throw new WireError(`${name} has a label of ${bytes.length} bytes; 1 to 63 are possible`);
    return Buffer.concat([Buffer.of(bytes.length), bytes]);
  });
  const whole = Buffer.concat([...parts, Buffer.of(0)]);
  if (whole.length > LONGEST_NAME) throw new WireError(`${name} is longer than a name can be`);
  return whole;
};

export interface DecodedName {
  readonly name: string;
  /** Where what follows begins. */
  readonly end: number;
}

export const decodeName = (bytes: Buffer, start: number): DecodedName => {
  const labels: string[] = [];
  let at = start;
  let end: number | undefined;
  let length = 0;
  for (;;) {
    const size = byteAt(bytes, at);
    if (size === 0) return { name: labels.join('.').toLowerCase(), end: end ?? at + 1 };
    if (size >= 0xc0) {
      const target = ((size & 0x3f) << 8) | byteAt(bytes, at + 1);
      // Only backwards, so that no ring of pointers keeps us here.
      if (target >= at) throw new WireError('a name points forward');
      end ??= at + 2;
      at = target;
      continue;
    }
    if (size > LONGEST_LABEL) throw new WireError('a label of an unknown kind');
    length += size + 1;
    if (length > LONGEST_NAME || at + 1 + size > bytes.length)
      throw new WireError('a name does not end');
    labels.push(bytes.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
};

const byteAt = (bytes: Buffer, at: number): number => {
  const byte = bytes[at];
  if (byte === undefined) throw new WireError('a message ends within a name');
  return byte;
};
