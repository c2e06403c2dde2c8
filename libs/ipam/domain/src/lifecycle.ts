import { Rejection } from '@ferrule/kernel';

/** An id is used once: what it names is there, or was there. */
export type Lifecycle<Data> = 'unknown' | 'retired' | { readonly data: Data };

export interface Noun {
  /** `pool`, for sentences and codes. */
  readonly noun: string;
  readonly field: string;
  readonly id: string;
}

const codeOf = (noun: string): string => noun.replaceAll(' ', '_').toUpperCase();

export const notFound = ({ noun, field, id }: Noun): Rejection =>
  new Rejection(`${codeOf(noun)}_NOT_FOUND`, `there is no ${noun} ${id}`, { field });

/** Once; asked again for the same it is done already, and for something else it is refused. */
export const create = <Data extends object, E>(
  state: Lifecycle<Data>,
  wanted: Data,
  noun: Noun,
  created: E,
): readonly E[] => {
  if (state === 'unknown') return [created];
  const { field, id } = noun;
  if (state === 'retired')
    throw new Rejection(
      `${codeOf(noun.noun)}_RETIRED`,
      `${noun.noun} ${id} was retired; its id is not used again`,
      { field, suggestion: 'choose another id' },
    );
  const differing = firstDifference(state.data, wanted);
  if (differing === undefined) return [];
  throw new Rejection(
    `${codeOf(noun.noun)}_EXISTS`,
    `there is a ${noun.noun} ${id} already, with another ${differing}`,
    { field, suggestion: 'choose another id' },
  );
};

export const retire = <E>(state: Lifecycle<object>, noun: Noun, retired: E): readonly E[] => {
  if (state === 'unknown') throw notFound(noun);
  return state === 'retired' ? [] : [retired];
};

const firstDifference = (a: object, b: object): string | undefined => {
  const [before, after] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...before.keys(), ...after.keys()])].find(
    (key) => JSON.stringify(before.get(key)) !== JSON.stringify(after.get(key)),
  );
};
