import { expect, it } from '@jest/globals';
import { readCsv } from './csv.ts';

it('names cells by their columns, and lines by where they began', () => {
  const text =
    '\uFEFFprefix,client,description\r\n10.0.0.0/24,acme,"a, ""b""\nc"\r\n\r\n10.0.1.0/24,,\n10.0.2.0/24';
  expect([...readCsv(text)]).toEqual([
    { line: 2, values: { prefix: '10.0.0.0/24', client: 'acme', description: 'a, "b"\nc' } },
    { line: 5, values: { prefix: '10.0.1.0/24' } },
    { line: 6, values: { prefix: '10.0.2.0/24' } },
  ]);
  expect([...readCsv('prefix\n')]).toEqual([]);
});

it.each([
  ['prefix\n10.0.0.0/24,acme\n', 'line 2: 2 cells, but 1 columns'],
  ['prefix,client\na,b\n10.0.0.0/24,"acme\n', 'line 3: a quote stands where none may be'],
  ['prefix,client\n10.0.0.0/24,ac"me\n', 'line 2: a quote stands where none may be'],
])('says where %j is broken', (text, message) => {
  expect(() => [...readCsv(text)]).toThrow(message);
});
