import type { NamesRefusal } from '@ferrule/ipam-contracts';

/** Why names are not published, for whoever asked. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly suggestion: string;
  readonly taken: string | null;
  readonly holder: string | null;

  constructor(
    readonly code: NamesRefusal,
    message: string,
    more: { readonly suggestion: string; readonly taken?: string; readonly holder?: string },
  ) {
    super(message);
    this.suggestion = more.suggestion;
    this.taken = more.taken ?? null;
    this.holder = more.holder ?? null;
  }
}

/** A refusal unless it is otherwise in a moment. */
export class Unready extends Error {
  override readonly name = 'Unready';

  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

/** Which one it is, is nobody else's business. */
export const ANOTHER_TENANTS = "another tenant's network";

export const conflictWith = (name: string, holder: string): Refusal =>
  new Refusal('DNS_CONFLICT', `${name} belongs to ${holder}`, {
    suggestion: 'have the other record removed, or choose another name or zone',
    taken: name,
    holder,
  });

export const zoneUnknown = (name: string): Refusal =>
  new Refusal('DNS_ZONE_UNKNOWN', `no server has a zone for ${name}`, {
    suggestion: 'choose another zone, or make it known to the server and to the list of servers',
  });
