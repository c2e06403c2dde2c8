export const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), body]);
  const size = length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
};

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);

export const octets = (...parts: readonly Uint8Array[]) => der(0x04, ...parts);

export const truth = der(0x01, Buffer.from([0xff]));

/** Positive and as short as can be: a first bit that is set would be a sign, a first byte that is nothing padding. */
export const integer = (bytes: Buffer) => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Buffer.from([0]) : bytes.subarray(first);
  return der(0x02, ...((digits[0] ?? 0) > 0x7f ? [Buffer.from([0])] : []), digits);
};

/** All of its bytes, or as many bits less as `unused` says. */
export const bits = (bytes: Uint8Array, unused = 0) => der(0x03, Buffer.from([unused]), bytes);

/** `2.5.4.3` */
export const objectId = (text: string): Buffer => {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
};

export const time = (at: Date) =>
  der(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]/gu, '').slice(0, 14)}Z`));

export interface Element {
  readonly whole: Buffer;
  readonly body: Buffer;
}

/** The elements that follow one another in these bytes. */
export const elementsOf = (bytes: Buffer): readonly Element[] => {
  const elements: Element[] = [];
  for (let at = 0; at + 1 < bytes.length;) {
    const first = bytes.readUInt8(at + 1);
    const size = first < 0x80 ? 0 : first & 0x7f;
    const length = size === 0 ? first : bytes.readUIntBE(at + 2, Math.min(size, 4));
    const start = at + 2 + size;
    elements.push({
      whole: bytes.subarray(at, start + length),
      body: bytes.subarray(start, start + length),
    });
    at = start + length;
  }
  return elements;
};
