import { Rejection } from '@ferrule/kernel';

/** What ipam recorded as refused, told as a refusal, with its facts. */
export const refusal = (found: {
  readonly code: string;
  readonly message: string;
  readonly field: string;
  readonly suggestion: string;
  readonly resource?: string | null;
  readonly current?: number | null;
  readonly maximum?: number | null;
  readonly rangeStart?: string | null;
  readonly rangeEnd?: string | null;
  readonly largestFree?: string | null;
  readonly fragmentation?: number | null;
  readonly quarantined?: number | null;
  readonly freeAt?: string | null;
}): Rejection => {
  const { resource, current, maximum, rangeStart, rangeEnd } = found;
  const { largestFree, fragmentation, quarantined, freeAt } = found;
  const facts = Object.entries({
    ...{ resource, current, maximum, rangeStart, rangeEnd },
    ...{ largestFree, fragmentation, quarantined, freeAt },
  }).filter(([, fact]) => fact !== undefined && fact !== null);
  const { code, message, field, suggestion } = found;
  return new Rejection(code, message, { field, suggestion, ...Object.fromEntries(facts) });
};
