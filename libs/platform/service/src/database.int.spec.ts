import { beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, prepareDatabase, sqlMigration } from '@ferrule/service';
import { useDatabase, withClient } from '@ferrule/testing';

const database = useDatabase({ name: 'prepared', migrate: () => Promise.resolve() });
const schemas = ['depot', 'yard'].map((schema) => ({
  schema,
  password: `${schema}-secret`,
  ownerPassword: `${schema}-owner-secret`,
}));
const as = (name: string, password: string) => database.urlFor({ name, password });
const owner = () => as('depot_owner', 'depot-owner-secret');
const service = () => as('depot', 'depot-secret');
const ask = (url: string, text: string) => withClient(url, (client) => client.query(text));

const migrations = [
  sqlMigration(
    'Crates1763600000000',
    'create table crate (id int primary key); grant select, insert on crate to depot',
  ),
];

beforeAll(async () => {
  await prepareDatabase(database.url, schemas);
});

describe('a prepared database', () => {
  it('is prepared again without harm', async () => {
    await prepareDatabase(database.url, schemas);
  });

  it('is migrated once, also by two at the same time', async () => {
    const target = { url: owner(), schema: 'depot', migrations };
    const done = await Promise.all([migrate(target), migrate(target)]);
    expect(done.flat()).toEqual(['Crates1763600000000']);
  });

  it('gives a service what it was granted, and nothing of another', async () => {
    await ask(service(), 'insert into depot.crate values (1)');
    await ask(as('yard_owner', 'yard-owner-secret'), 'create table yard.lorry (id int)');
    for (const statement of [
      'select * from yard.lorry',
      'delete from depot.crate',
      'drop table depot.crate',
      'create table depot.mine ()',
      'create table public.mine ()',
      'create role intruder',
    ])
      await expect(ask(service(), statement)).rejects.toMatchObject({ code: '42501' });
    await expect(ask(owner(), 'select * from yard.lorry')).rejects.toMatchObject({ code: '42501' });
  });

  it('ends a transaction of a service that holds everybody back', async () => {
    await expect(
      ask(service(), 'begin; insert into depot.crate values (2); select pg_sleep(5)'),
    ).rejects.toMatchObject({ code: '25P04' });
  });
});

describe('a migration', () => {
  it('that fails leaves nothing behind, and can be run again when it is mended', async () => {
    const name = 'Shelves1763600000001';
    const broken = sqlMigration(name, 'create table shelf (id int); select 1/0');
    const target = { url: owner(), schema: 'depot' };
    await expect(migrate({ ...target, migrations: [...migrations, broken] })).rejects.toThrow(
      'division by zero',
    );
    const mended = sqlMigration(name, 'create table shelf (id int)');
    expect(await migrate({ ...target, migrations: [...migrations, mended] })).toEqual([name]);
  });

  it('that was edited after it ran is refused, with what to do', async () => {
    const edited = sqlMigration('Crates1763600000000', 'create table crate (id bigint)');
    await expect(migrate({ url: owner(), schema: 'depot', migrations: [edited] })).rejects.toThrow(
      /Crates1763600000000.*never edited once it ran.*--reset/,
    );
  });
});
