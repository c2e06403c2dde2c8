import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { readCommand } from './read-command.ts';

const group = { vlanGroupId: 'g', datacenter: 'DC1', first: 2, last: 9 };

describe('a command that was read', () => {
  it('says null for what is left out or null, where that is an answer', () => {
    const plain = { type: 'CreateVlanGroup', data: { ...group, serviceVlan: null } };
    for (const body of [group, { ...group, serviceVlan: null }])
      expect(readCommand('CreateVlanGroup', JSON.stringify(body))).toEqual(plain);
    expect(readCommand('SetTenantQuota', '{"tenant":"acme","maxNetworks":3}').data).toEqual({
      tenant: 'acme',
      maxNetworks: 3,
      maxAddresses: null,
    });
  });

  it('says nothing of what else is left out', () => {
    expect(readCommand('ReleasePrefix', '{"prefixId":"p","reason":"done"}')).toEqual({
      type: 'ReleasePrefix',
      data: { prefixId: 'p', reason: 'done' },
    });
  });

  it('is refused with the field that is wrong', () => {
    const body = JSON.stringify({ ...group, first: '2' });
    expect(() => readCommand('CreateVlanGroup', body)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        detail: expect.objectContaining({ field: 'first' }),
      }),
    );
  });
});
