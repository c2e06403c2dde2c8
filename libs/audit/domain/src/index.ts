export { addressesIn, around, prefixOf } from './addresses.ts';
export { type Gap, Intake, type Verdict } from './intake.ts';
export { type Place, placeOf } from './place.ts';
export { wordsOf } from './words.ts';
