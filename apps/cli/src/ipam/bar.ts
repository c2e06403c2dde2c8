import type { SpaceUse } from '@ferrule/ipam-contracts';
import type { Colour, Terminal } from '../terminal.ts';
import { charactersOf, GLYPHS, SHARES } from './shares.ts';

export const barOf = (use: SpaceUse, width: number): string => {
  const characters = charactersOf(use, width);
  return SHARES.map((share) => GLYPHS[share].repeat(characters[share])).join('');
};

/** From where on somebody should think of the next pool. */
export const fullness = ({ utilisation }: SpaceUse): Colour => {
  if (utilisation >= 0.9) return 'red';
  return utilisation >= 0.7 ? 'yellow' : 'green';
};

export const percent = ({ utilisation }: SpaceUse): string => `${(utilisation * 100).toFixed(1)}%`;

export const barWidth = ({ width = 100 }: Terminal): number => (width >= 100 ? 24 : 10);

export const LEGEND = `${GLYPHS.allocated} allocated  ${GLYPHS.reserved} reserved  ${GLYPHS.quarantined} quarantined  ${GLYPHS.free} free`;
