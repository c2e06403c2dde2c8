/** Milliseconds, UTC, as the hash and the exports write it. */
export const ISO = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Of `entry e left join body b using (entry)`, in the order in which `readEntries` takes them: as the
 * server writes them, because to have a million times of day formatted costs more than to hash them.
 */
export const ENTRY_COLUMNS = `e.entry, e.source, e.sequence, e.id, e.type, e.schema_version, e.stream,
  e.at at time zone 'UTC', e.recorded_at at time zone 'UTC', e.actor, e.tenant, e.reason, e.ticket,
  e.correlation_id, e.causation_id, e.datacenter, e.router, e.network, e.body_hash, e.hash, b.body`;
