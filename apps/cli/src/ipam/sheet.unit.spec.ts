import { describe, expect, it } from '@jest/globals';
import { readCsv, readNdjson, type SheetLine } from './sheet.ts';

/** As a file comes: in parts that end anywhere. */
const inParts = async function* (text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size)
    yield await Promise.resolve(text.slice(at, at + size));
};
const all = async (lines: AsyncIterable<SheetLine>): Promise<readonly SheetLine[]> => {
  const found: SheetLine[] = [];
  for await (const line of lines) found.push(line);
  return found;
};
const csv = (text: string, size = 3) => all(readCsv(inParts(text, size)));
const ndjson = (text: string) => all(readNdjson(inParts(text, 5)));

describe('a sheet', () => {
  it('names cells by their columns, and lines by where they began', async () => {
    const text =
      '\uFEFFprefix,client,description\r\n10.0.0.0/24,acme,"a, ""b""\nc"\r\n\r\n10.0.1.0/24,,\n10.0.2.0/24';
    for (const size of [1, 2, 7, 1_000])
      expect(await csv(text, size)).toEqual([
        { line: 2, values: { prefix: '10.0.0.0/24', client: 'acme', description: 'a, "b"\nc' } },
        { line: 5, values: { prefix: '10.0.1.0/24' } },
        { line: 6, values: { prefix: '10.0.2.0/24' } },
      ]);
    expect(await csv('prefix\n')).toEqual([]);
  });

  it.each([
    ['prefix\n10.0.0.0/24,acme\n', 'line 2: 2 cells, but 1 columns'],
    ['prefix,client\na,b\n10.0.0.0/24,"acme\n', 'line 3: a quote stands where none may be'],
    ['prefix,client\n10.0.0.0/24,ac"me\n', 'line 2: a quote stands where none may be'],
    [`prefix\n"${'10.0.0.0/24\n'.repeat(9_000)}`, 'line 2: it does not end: a quote is not closed'],
  ])('that is broken says where it is', async (text, message) => {
    await expect(csv(text, 1_000)).rejects.toThrow(message);
  });

  it('is read line by line: what comes later is not waited for', async () => {
    const endless = async function* () {
      yield await Promise.resolve('prefix\n');
      for (;;) yield await Promise.resolve('10.0.0.0/24\n');
    };
    const lines = readCsv(endless());
    expect((await lines.next()).value).toEqual({ line: 2, values: { prefix: '10.0.0.0/24' } });
    await lines.return(undefined);
  });
});

describe('a file of objects', () => {
  it('has one a line', async () => {
    expect(await ndjson('{"prefix":"10.0.0.0/24"}\n\n{"prefix":"10.0.1.0/24"}')).toEqual([
      { line: 1, values: { prefix: '10.0.0.0/24' } },
      { line: 3, values: { prefix: '10.0.1.0/24' } },
    ]);
  });

  it.each([
    ['{"prefix":\n', 'line 1: it is no JSON'],
    ['{"prefix":"a"}\n[]', 'line 2: it is no JSON object'],
    ['{"vlan":150}', 'line 1: vlan is no text'],
  ])('that is broken says where it is: %j', async (text, message) => {
    await expect(ndjson(text)).rejects.toThrow(message);
  });
});
