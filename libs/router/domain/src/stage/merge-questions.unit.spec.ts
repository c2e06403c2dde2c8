import { describe, expect, it } from '@jest/globals';
import { mergeQuestions, ownRows } from './merge-questions.ts';

const pool = (n: number) => ({ command: '/ip/pool/print', query: [`?name=p${n}`] });
const entry = (n: number) => ({
  command: '/ip/firewall/address-list/print',
  query: ['?list=nat', `?address=10.0.${n}.0/24`],
});
const many = <T>(count: number, make: (n: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, n) => make(n));

describe('questions to a router', () => {
  it('are asked as they are while they are few', () => {
    const questions = many(8, pool);
    expect(mergeQuestions(questions).map(({ command }) => command)).toEqual(questions);
  });

  it('become one for fifty rows when they are many, each menu by itself', () => {
    const merged = mergeQuestions([...many(60, pool), ...many(60, entry)]);
    expect(merged.map(({ command }) => command.command)).toEqual([
      '/ip/pool/print',
      '/ip/pool/print',
      '/ip/firewall/address-list/print',
      '/ip/firewall/address-list/print',
    ]);
    const sizes = merged.map(({ command }) => command.query?.length);
    expect(sizes).toEqual([99, 19, 100, 20]);
  });

  it('ask for what they have in common, and for any of what tells the rows apart', () => {
    const [first] = mergeQuestions(many(9, entry));
    expect(first?.command.query?.slice(0, 6)).toEqual([
      '?list=nat',
      '?address=10.0.0.0/24',
      '?address=10.0.1.0/24',
      '?#|',
      '?address=10.0.2.0/24',
      '?#|',
    ]);
  });

  it('are each given back the rows that they asked for, and none of another', () => {
    const rows = [
      { '.id': '*1', list: 'nat', address: '10.0.3.0/24' },
      { '.id': '*2', list: 'other', address: '10.0.3.0/24' },
    ];
    const [merged] = mergeQuestions(many(9, entry));
    const found = (merged?.asked ?? []).map((one) => ownRows(one, rows));
    expect(found).toEqual(many(9, (n) => (n === 3 ? [rows[0]] : [])));
  });

  it('are merged by one value alone where no two have another one in common', () => {
    const address = (n: number) => ({
      command: '/ip/address/print',
      query: [`?address=10.0.${n}.1/24`, `?interface=vlan${n}`],
    });
    const [merged] = mergeQuestions(many(9, address));
    expect(merged?.command.query?.every((word) => /address|#/u.test(word))).toBe(true);
    const row = { address: '10.0.2.1/24', interface: 'vlan3' };
    expect((merged?.asked ?? []).flatMap((one) => ownRows(one, [row]))).toEqual([]);
  });

  it('are left alone when they ask otherwise', () => {
    const whole = { command: '/ip/pool/print' };
    const counted = { command: '/ip/pool/print', query: ['?name=a', '?#!'] };
    const merged = mergeQuestions([...many(9, pool), whole, counted]);
    expect(merged.slice(1).map(({ command }) => command)).toEqual([whole, counted]);
    expect(
      ownRows(merged[1]?.asked[0] ?? { question: whole, conditions: undefined }, [{}]),
    ).toEqual([{}]);
  });
});
