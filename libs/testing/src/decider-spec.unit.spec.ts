import { describe, expect, it } from '@jest/globals';
import { Rejection, type Command, type Decider, type Event } from '@ferrule/kernel';
import { deciderSpec } from '@ferrule/testing';
import { scenarios, type Scenarios } from './decider-spec.ts';

type Lend = Command<'Lend', { book: string }>;
type Lent = Event<'Lent', { book: string }>;
type Shelf = Decider<Lend, Lent, ReadonlySet<string>>;

const shelf: Shelf = {
  initial: new Set(),
  decide: ({ data }, lent) => {
    if (data.book === '') throw new Rejection('BOOK_UNKNOWN', 'a book has a name');
    return lent.has(data.book) ? [] : [{ type: 'Lent', data }];
  },
  evolve: (lent, { data }) => new Set([...lent, data.book]),
};
const lend = (book: string): Lend => ({ type: 'Lend', data: { book } });
const lent = (book: string): Lent => ({ type: 'Lent', data: { book } });

const given = deciderSpec(shelf);
const givenWith = (changes: Partial<Shelf>): Scenarios<Lend, Lent, ReadonlySet<string>>['given'] =>
  scenarios({ ...shelf, ...changes }).given;

describe('a decider spec', () => {
  it('passes when exactly these events follow', () => {
    given(lent('a')).when(lend('b')).then(lent('b'));
    given(lent('a')).when(lend('a')).then();
    given(lent('a')).when(lend('')).thenRejects('BOOK_UNKNOWN');
    expect(given(lent('a'), lent('b')).state()).toEqual(new Set(['a', 'b']));
  });

  it.each<[string, () => void]>([
    ['an event is missing', () => given().when(lend('a')).then()],
    ['an event is too many', () => given(lent('a')).when(lend('a')).then(lent('a'))],
    ['an event is another', () => given().when(lend('a')).then(lent('b'))],
    [
      'the order is another',
      () =>
        givenWith({ decide: () => [lent('b'), lent('a')] })()
          .when(lend('a'))
          .then(lent('a'), lent('b')),
    ],
    [
      'an event has a field more',
      () =>
        givenWith({
          decide: () => [{ type: 'Lent', data: { book: 'a', until: undefined } as Lent['data'] }],
        })()
          .when(lend('a'))
          .then(lent('a')),
    ],
    ['nothing is rejected', () => given().when(lend('a')).thenRejects('BOOK_UNKNOWN')],
    ['the code is another', () => given().when(lend('')).thenRejects('BOOK_LOST')],
    ['a rejection comes instead of events', () => given().when(lend('')).then()],
  ])('fails when %s', (_what, spec) => {
    expect(spec).toThrow();
  });

  it('does not take an ordinary error for a rejection', () => {
    const decide = (): never => {
      throw new TypeError('no such function');
    };
    expect(() => givenWith({ decide })().when(lend('a')).thenRejects('BOOK_UNKNOWN')).toThrow(
      'no such function',
    );
  });

  it.each<[string, Partial<Shelf>, string]>([
    [
      'decide changes the state',
      { decide: (_command, books) => ((books as Set<string>).add('x'), []) },
      'decide(Lend) changed the state in place',
    ],
    [
      'evolve changes the state',
      { initial: new Set(), evolve: (books, { data }) => (books as Set<string>).add(data.book) },
      'evolve(Lent) changed the state in place',
    ],
    [
      'evolve changes an event',
      { evolve: (books, { data }) => ((data.book = 'x'), books) },
      'read only property',
    ],
    [
      'evolve cannot take what decide gives',
      {
        evolve: (books, { data }) => {
          if (data.book === 'b') throw new Error('no room for b');
          return books;
        },
      },
      'no room for b',
    ],
  ])('fails when %s', (_what, changes, message) => {
    const spec = givenWith(changes)(lent('a'));
    expect(() => spec.when(lend('b')).then(lent('b'))).toThrow(message);
  });

  it('fails when decide gives another answer the second time', () => {
    let dice = 0;
    const decide = (): readonly Lent[] => [lent(String(dice++))];
    expect(() => givenWith({ decide })().when(lend('a')).then(lent('0'))).toThrow(
      'decide(Lend) answers',
    );
  });

  it('fails when nothing is expected of a command', () => {
    const { given: lonely, refuseForgotten } = scenarios(shelf);
    lonely().when(lend('a'));
    expect(refuseForgotten).toThrow('when(Lend) is followed by no then');
    lonely().when(lend('a')).then(lent('a'));
    expect(refuseForgotten).not.toThrow();
  });
});
