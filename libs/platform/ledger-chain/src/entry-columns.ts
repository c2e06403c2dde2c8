/** Milliseconds, UTC, as the hash and the exports write it. */
export const ISO = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Of `entry e left join body b using (entry)`, all as text, in the order of `EntryRow`. */
export const ENTRY_COLUMNS = `e.entry, e.source, e.sequence, e.id, e.type, e.schema_version, e.stream,
  ${ISO('e.at')}, ${ISO('e.recorded_at')}, e.actor, e.tenant, e.reason, e.ticket, e.correlation_id,
  e.causation_id, e.datacenter, e.router, e.network, encode(e.body_hash, 'hex'),
  encode(e.hash, 'hex'), b.body`;
