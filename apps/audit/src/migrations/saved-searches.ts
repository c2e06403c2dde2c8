/** Searches under names: state, which the events of the ledger's own store have brought about. */
export const SAVED_SEARCHES = `
create table saved_search (
  tenant   text not null,
  name     text not null,
  filter   jsonb not null,
  saved_by text not null,
  saved_at timestamptz(3) not null,
  primary key (tenant, name)
);
grant select, insert, update, delete on saved_search to audit;
`;
