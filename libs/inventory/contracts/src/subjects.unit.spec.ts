import { describe, expect, it } from '@jest/globals';
import {
  gatewayBucket,
  INVENTORY_COMMANDS,
  INVENTORY_EVENT_SCHEMAS,
  INVENTORY_EVENTS,
  inventoryCommandSubject,
  inventoryEventSubject,
  isInventoryEvent,
  routerKey,
  routerOfKey,
} from '@ferrule/inventory-contracts';

describe('the subjects of the inventory', () => {
  it('lie under what its stream and its readers take', () => {
    expect(`${inventoryCommandSubject('RetireRouter')}.`).toContain(
      INVENTORY_COMMANDS.subjects.replace('>', ''),
    );
    const types = Object.keys(INVENTORY_EVENT_SCHEMAS).filter(isInventoryEvent);
    const subjects = types.map((type) => inventoryEventSubject(type));
    expect(new Set(subjects).size).toBe(Object.keys(INVENTORY_EVENT_SCHEMAS).length);
    for (const subject of subjects)
      expect(subject.startsWith(INVENTORY_EVENTS.replace('>', ''))).toBe(true);
    expect(inventoryEventSubject('RouterRetired', 2)).toBe('evt.inventory.router.retired.v2');
    expect(isInventoryEvent('toString')).toBe(false);
  });
});

describe('the bucket of a datacenter', () => {
  it('is named after it, and its keys after its routers', () => {
    expect(gatewayBucket('DC1')).toBe('inventory_DC1');
    expect(routerOfKey(routerKey('dc1-r1'))).toBe('dc1-r1');
    expect(routerOfKey('datacenter')).toBeUndefined();
  });

  it.each(['', 'DC.1', 'DC*', 'DC>', 'a'.repeat(33)])('cannot be that of %p', (id) => {
    expect(() => gatewayBucket(id)).toThrow(TypeError);
    expect(() => routerKey(id)).toThrow(TypeError);
  });
});
