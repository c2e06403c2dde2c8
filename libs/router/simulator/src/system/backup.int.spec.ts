import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@ferrule/testing';
import { SpecRouter } from '../menus/spec-router.ts';
import { RawClient } from '../spec-client.ts';

let router: SpecRouter;
const others: SpecRouter[] = [];

const start = async (...settings: Parameters<typeof SpecRouter.start>) => {
  const started = await SpecRouter.start(...settings);
  others.push(started);
  return started;
};

beforeEach(async () => {
  router = await start({ clock: () => new Date('2026-11-20T11:48:00Z') });
  await router.given(
    '/system/identity/set name=R1',
    '/ip/pool/add name=p ranges=10.0.0.2-10.0.0.9',
  );
});

afterEach(() => Promise.all(others.splice(0).map((one) => one.stop())));

const contentsOf = async ({ simulator }: SpecRouter, name: string) =>
  (await simulator.router.run(['/file/print', `?name=${name}`])).rows[0]?.['contents'] ?? '';

const loaded = async (one: SpecRouter, line: string) => {
  const before = one.simulator.router.router;
  expect(await one.ask(line)).toBe('done');
  await until(() => one.simulator.router.router !== before);
};

describe('a backup', () => {
  it('brings the configuration back as it was, files apart, and reboots for it', async () => {
    const client = await RawClient.to(router.simulator.port);
    await router.given('/system/backup/save name=b', '/file/add name=later.txt contents=x');
    const before = await router.rows('/ip/pool');
    await router.given('/ip/pool/remove numbers=p', '/system/identity/set name=other');
    expect(await client.talk('/system/backup/load', '=name=b', '=password=')).toEqual([['!done']]);
    expect(await client.next()).toEqual(['closed']);
    await until(async () => (await router.row('/system/identity'))['name'] === 'R1');
    expect(await router.rows('/ip/pool')).toEqual(before);
    expect((await router.rows('/file')).map(({ name }) => name)).toEqual(['b.backup', 'later.txt']);
  });

  it('is named for the router and the time unless it is given a name', async () => {
    await router.given('/system/backup/save');
    expect(await router.rows('/file')).toMatchObject([
      { name: 'R1-20261120-1148.backup', type: 'backup' },
    ]);
  });

  it('with a password is read by nobody without it', async () => {
    await router.given(
      '/ppp/secret/add name=s password=hidden',
      '/system/backup/save name=b password=open-sesame',
    );
    expect(await contentsOf(router, 'b.backup')).not.toContain('hidden');
    expect(await router.ask('/system/backup/load name=b password=')).toBe(
      'failure: wrong password',
    );
    expect(await router.ask('/system/backup/load name=b password=sesame')).toBe(
      'failure: wrong password',
    );
    await router.given('/ppp/secret/remove numbers=s');
    await loaded(router, '/system/backup/load name=b.backup password=open-sesame');
    expect(await router.rows('/ppp/secret')).toMatchObject([{ name: 's', password: 'hidden' }]);
  });

  it('with dont-encrypt needs no password in spite of one', async () => {
    await router.given('/system/backup/save name=b password=p dont-encrypt=yes');
    await loaded(router, '/system/backup/load name=b password=');
  });

  it('can be brought to another router of the kind, and to no other', async () => {
    await router.given('/system/backup/save name=b');
    const contents = await contentsOf(router, 'b.backup');
    const [same, other] = [await start(), await start({ board: 'CHR' })];
    for (const { simulator } of [same, other])
      await simulator.router.run(['/file/add', '=name=b.backup', `=contents=${contents}`]);
    await loaded(same, '/system/backup/load name=b password=');
    expect(await same.row('/system/identity')).toEqual({ name: 'R1' });
    expect(await other.ask('/system/backup/load name=b password=')).toBe(
      'failure: backup file is not for this device',
    );
  });

  it('is refused where it is none, or is damaged', async () => {
    await router.given('/file/add name=x.backup contents=RlJCT3h4', '/file/add name=y contents=y');
    const load = (name: string) => router.ask(`/system/backup/load name=${name} password=`);
    expect(await load('x')).toBe('failure: backup file is damaged');
    expect(await load('y')).toBe('failure: not a backup file');
    expect(await load('z')).toBe('input does not match any value of name');
    expect(await router.ask('/system/backup/load name=x')).toBe(
      'missing value(s) of argument(s) password',
    );
    expect(await router.ask('/system/backup/save encryption=rot13')).toBe(
      'input does not match any value of encryption',
    );
    expect(await router.ask('/system/backup/print')).toBe('no such command');
  });
});
