import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { INVENTORY_QUERIES } from '@ferrule/inventory-contracts';
import { Maintenance } from './maintenance.ts';

/** An inventory that knows one router of one datacenter, and how often it was asked. */
const inventory = (router: object, datacenter: object = { maintenanceReason: null }) => {
  const asked: string[] = [];
  const ask = <Answer>(subject: string): Promise<Answer> => {
    asked.push(subject);
    const answer = subject === INVENTORY_QUERIES.getRouter ? router : datacenter;
    return Promise.resolve(answer as Answer);
  };
  return { asked, maintenance: new Maintenance({ ask }) };
};
const active = { datacenter: 'DC1', status: 'active', maintenanceReason: null };

describe('whether a router is left alone', () => {
  it('is what the inventory says of it, or of its datacenter', async () => {
    const resting = { ...active, status: 'maintenance', maintenanceReason: 'new fans' };
    expect(await inventory(resting).maintenance.of('dc1-r1')).toEqual({
      router: 'dc1-r1',
      why: 'new fans',
    });
    const { maintenance } = inventory(active, { maintenanceReason: 'new floor' });
    expect(await maintenance.of('dc1-r1')).toEqual({ router: 'dc1-r1', why: 'new floor' });
    expect(await inventory(active).maintenance.of('dc1-r1')).toBeUndefined();
  });

  it('is asked once for all who want to know it at the same moment', async () => {
    const { asked, maintenance } = inventory(active);
    await Promise.all([1, 2, 3].map(() => maintenance.of('dc1-r1')));
    expect(asked).toHaveLength(2);
    await maintenance.of('dc1-r2');
    expect(asked).toHaveLength(4);
  });

  it('is no when nobody can be asked: the job goes on as without one', async () => {
    const maintenance = new Maintenance({ ask: () => Promise.reject(new Error('away')) });
    expect(await maintenance.of('dc1-r1')).toBeUndefined();
  });
});
