import { expect } from '@jest/globals';
import type { Attributes, RouterDriver } from '@ferrule/router-domain';
import { until } from '@ferrule/testing';
import type { Property } from './property.ts';

const menu = '/ip/firewall/address-list';
let drawn = 0;

/** Rows of a list that nobody else has: a real router may hold others. */
const freshList = () => `ferrule-${process.pid}-${++drawn}`;

const add = async (driver: RouterDriver, attributes: Attributes): Promise<string> => {
  const { ret } = await driver.send({ command: `${menu}/add`, attributes });
  if (ret === undefined) throw new Error('an add has to return the id of its row');
  return ret;
};
const remove = (driver: RouterDriver, ...ids: readonly string[]) =>
  driver.send({ command: `${menu}/remove`, attributes: { '.id': ids.join(',') } });
const count = async (
  driver: RouterDriver,
  ...query: readonly string[]
): Promise<string | undefined> =>
  (await driver.send({ command: `${menu}/print`, attributes: { 'count-only': '' }, query })).ret;

/** What every router does, simulated or not, for a driver that can read and write. */
export const plainProperties: readonly Property[] = [
  {
    name: 'reads a singleton as one row',
    holds: async ({ driver }) => {
      const { rows } = await driver.send({ command: '/system/identity/print' });
      expect(rows).toEqual([expect.objectContaining({ name: expect.any(String) })]);
    },
  },
  {
    name: 'adds, finds, changes and removes a row',
    holds: async ({ driver }) => {
      const list = freshList();
      const id = await add(driver, { list, address: '192.0.2.1', comment: 'a=b, c' });
      const command = `${menu}/print`;
      const query = [`?list=${list}`];
      const attributes = { '.proplist': '.id,address,comment' };
      const found = await driver.send({ command, attributes, query });
      expect(found.rows).toEqual([{ '.id': id, address: '192.0.2.1', comment: 'a=b, c' }]);
      await driver.send({
        command: `${menu}/set`,
        attributes: { '.id': id, address: '192.0.2.2' },
      });
      const changed = await driver.send({ command, attributes, query });
      expect(changed.rows).toEqual([{ '.id': id, address: '192.0.2.2', comment: 'a=b, c' }]);
      await remove(driver, id);
      await expect(count(driver, ...query)).resolves.toBe('0');
    },
  },
  {
    name: 'asks with a stack of questions',
    holds: async ({ driver }) => {
      const [first, second] = [freshList(), freshList()];
      const ids = [
        await add(driver, { list: first, address: '192.0.2.1' }),
        await add(driver, { list: second, address: '192.0.2.1' }),
        await add(driver, { list: second, address: '192.0.2.9' }),
      ];
      const either = [`?list=${first}`, `?list=${second}`, '?#|'];
      await expect(count(driver, ...either)).resolves.toBe('3');
      await expect(count(driver, ...either, '?address=192.0.2.1')).resolves.toBe('2');
      await expect(count(driver, ...either, '?address=192.0.2.1', '?#!')).resolves.toBe('1');
      await remove(driver, ...ids);
    },
  },
  {
    name: 'is refused in the words of a router, and goes on',
    holds: async ({ driver }) => {
      const refused = async (command: string, attributes: Attributes): Promise<unknown> =>
        driver.send({ command, attributes }).catch((error: unknown) => error);
      await expect(refused(`${menu}/remove`, { '.id': '*FFFFFFF' })).resolves.toMatchObject({
        code: 'REFUSED',
        message: expect.stringContaining('no such item'),
      });
      await expect(refused(`${menu}/add`, { ferrule: 'x' })).resolves.toMatchObject({
        message: 'unknown parameter ferrule',
      });
      await expect(
        refused('/ip/address/add', { address: '192.0.2.1/32', interface: 'ferrule-none' }),
      ).resolves.toMatchObject({
        message: expect.stringContaining('input does not match any value of interface'),
      });
      await expect(refused('/ferrule/print', {})).resolves.toMatchObject({
        message: expect.stringContaining('no such command'),
      });
      await driver.send({ command: '/system/identity/print' });
    },
  },
  {
    name: 'writes and reads text of every language',
    holds: async ({ driver }) => {
      const list = freshList();
      const id = await add(driver, { list, address: '192.0.2.1', comment: 'Дом ✓' });
      const { rows } = await driver.send({ command: `${menu}/print`, query: [`?list=${list}`] });
      await remove(driver, id);
      expect(rows[0]?.['comment']).toBe('Дом ✓');
    },
  },
  {
    name: 'finds nothing where there is nothing',
    holds: async ({ driver }) => {
      const query = [`?list=${freshList()}`];
      await expect(driver.send({ command: `${menu}/print`, query })).resolves.toEqual({ rows: [] });
    },
  },
  {
    name: 'tells a hundred answers apart that it waits for at once',
    holds: async ({ driver }) => {
      const lists = Array.from({ length: 100 }, freshList);
      const ids = await Promise.all(
        lists.map((list) => add(driver, { list, address: '192.0.2.1' })),
      );
      const answers = await Promise.all(
        ids.map((id) => driver.send({ command: `${menu}/print`, query: [`?.id=${id}`] })),
      );
      await remove(driver, ...ids);
      expect(answers.map(({ rows }) => rows[0]?.['list'])).toEqual(lists);
    },
  },
  {
    name: 'hears of changes until it has heard enough',
    holds: async ({ driver, open }) => {
      const list = freshList();
      const stop = new AbortController();
      const heard: Attributes[] = [];
      const listening = (async () => {
        const options = { timeoutMs: Infinity, signal: stop.signal };
        for await (const row of driver.stream({ command: `${menu}/listen` }, options))
          heard.push(row);
      })().catch((error: unknown) => error);
      const other = open();
      let id = '';
      await until(async () => {
        // The listener may not be there yet when the first change is made.
        if (id !== '') await remove(other, id);
        id = await add(other, { list, address: '192.0.2.1' });
        return heard.some((row) => row['list'] === list);
      });
      await remove(other, id);
      await until(() => heard.some((row) => row['.id'] === id && row['.dead'] !== undefined));
      stop.abort();
      expect(await listening).toMatchObject({ code: 'CANCELLED' });
      await driver.send({ command: '/system/identity/print' });
    },
  },
  {
    name: 'says which kind of refusal it was, where the router says so',
    holds: async ({ driver }) => {
      const attributes = { address: '192.0.2.1/32', interface: 'ferrule-none' };
      await expect(driver.send({ command: '/ip/address/add', attributes })).rejects.toMatchObject({
        category: 1,
      });
    },
  },
];
