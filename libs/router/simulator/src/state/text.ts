/** The router passes bytes through, so inside there is one character for each byte. Outside there is text. */
const isPlain = (text: string) => Buffer.byteLength(text) === text.length;

export const toText = (bytes: string): string =>
  isPlain(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');

export const toBytes = (text: string): string =>
  isPlain(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
