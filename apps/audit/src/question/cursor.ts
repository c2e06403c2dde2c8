import { Rejection } from '@ferrule/kernel';

/** Where a page ended: the order of answers is that of time, and of the ledger where times are the same. */
export interface Place {
  readonly at: string;
  readonly entry: number;
}

const FORM = /^(?<at>\d{1,14})_(?<entry>\d{1,15})$/u;

export const writeCursor = ({ at, entry }: Place): string => `${Date.parse(at)}_${entry}`;

export const readCursor = (cursor: string | undefined): Place | undefined => {
  if (cursor === undefined) return undefined;
  const { at, entry } = FORM.exec(cursor)?.groups ?? {};
  const time = new Date(Number(at));
  if (entry === undefined || Number.isNaN(time.getTime()))
    throw new Rejection('VALIDATION_FAILED', 'cursor must be what an answer gave as next', {
      field: 'cursor',
    });
  return { at: time.toISOString(), entry: Number(entry) };
};
