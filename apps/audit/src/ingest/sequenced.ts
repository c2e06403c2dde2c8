import type { Envelope } from '@ferrule/kernel';

/** An event with its place among those of its source. */
export type Sequenced = Envelope & { readonly sequence: number };

/** What Postgres' text cannot hold. */
const NUL = '\u0000';

/** Why an event cannot be placed in the ledger; undefined when it can. */
const fault = (envelope: Envelope, subject: string): string | undefined => {
  const { source, sequence, time } = envelope;
  if (sequence === undefined || sequence < 1)
    return 'an event without its sequence cannot be placed';
  // The bus lets a service publish under its own name only: what it says of itself is no proof.
  if (subject.split('.')[1] !== source) return `${subject} is not a subject of ${source}`;
  if (!/^\d{4}-/u.test(time)) return `its time ${time} is of no century that is recorded`;
  if (JSON.stringify({ ...envelope, body: '' }).includes(JSON.stringify(NUL).slice(1, -1)))
    return 'it holds a character that no text holds';
  return undefined;
};

export const asSequenced = (
  envelope: Envelope,
  subject: string,
): { readonly event: Sequenced } | { readonly fault: string } => {
  const { sequence } = envelope;
  const wrong = fault(envelope, subject);
  return sequence === undefined || wrong !== undefined
    ? { fault: wrong ?? '' }
    : { event: { ...envelope, sequence } };
};
