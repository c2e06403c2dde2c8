import { type FoundRecord, isAdoptable, type OwnedRecord } from '@ferrule/dns';
import type { NameDrift } from '@ferrule/ipam-contracts';

/** What became of a record that was published. */
export const driftOf = (found: FoundRecord | undefined, wanted: OwnedRecord): NameDrift => {
  const { name, type, owner } = wanted;
  const kind =
    found === undefined
      ? 'missing'
      : found.owner === owner || isAdoptable(found, wanted)
        ? 'changed'
        : 'taken';
  return { name, type, kind, found: found?.values ?? [] };
};
