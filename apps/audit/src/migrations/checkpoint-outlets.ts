/** How far checkpoints got to places that cannot be asked what they have. */
export const CHECKPOINT_OUTLETS = `
create table checkpoint_outlet (
  name   text primary key,
  number bigint not null
);
grant select, insert, update on checkpoint_outlet to audit;
`;
