export { addressesIn, around, prefixOf } from './addresses.ts';
export { changesIn, type RouterRow, type RowChange, rowsAfter, type Told } from './changes.ts';
export { type Facts, factsOf, GIVING, TAKING } from './facts.ts';
export { type Gap, Intake, type Verdict } from './intake.ts';
export { type Place, placeOf } from './place.ts';
export { wordsOf } from './words.ts';
