import type { Wording } from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';

/** What of a thing is said anew; whoever says nothing has made a mistake. */
export const wordingOf = ({ description, tags, fields }: Wording, field: string): Wording => {
  const said = {
    ...(description !== undefined && { description }),
    ...(tags !== undefined && { tags }),
    ...(fields !== undefined && { fields }),
  };
  if (Object.keys(said).length > 0) return said;
  throw new Rejection('NOTHING_SAID', 'neither a description nor tags nor fields are given', {
    field,
  });
};

/** The same things with another description, other tags or other fields. */
export const reworded = <Data extends object>(data: Data, { description, ...more }: Wording) => ({
  ...data,
  ...more,
  ...(description !== undefined && { description: description ?? undefined }),
});
