import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../failure.ts';
import { recordingTerminal } from '../spec-rig.ts';
import { provisionRequest, type ProvisionOptions } from './provision-request.ts';

const options = (more: Partial<ProvisionOptions>): ProvisionOptions => ({
  dhcp: true,
  wait: 120,
  ...more,
});
const given = { client: 'acme', datacenter: 'DC1', size: '/24' };
const body = (more: Partial<ProvisionOptions>, input = '') =>
  provisionRequest(options(more), recordingTerminal({ input }).terminal);

describe('the request that is sent', () => {
  it('says only what was said, so that the service fills in its own defaults', async () => {
    expect(await body(given)).toEqual({ clientId: 'acme', datacenter: 'DC1', size: '/24' });
  });

  it('has every option under the name that the API gives it', async () => {
    const all = {
      type: 'staging',
      dhcp: false,
      firewallProfile: 'open',
      bgp: true,
      description: 'x',
    } as const;
    expect(await body({ ...given, ...all })).toEqual({
      clientId: 'acme',
      datacenter: 'DC1',
      size: '/24',
      type: 'staging',
      options: { enableDHCP: false, firewallProfile: 'open', bgpEnabled: true, description: 'x' },
    });
  });

  it('is the file, with what was given beside it in its place and its unknown fields kept', async () => {
    const file =
      '{"clientId":"a","size":"/20","vlan":7,"options":{"enableDHCP":true,"bgpEnabled":true}}';
    expect(await body({ file: '-', size: '/24', dhcp: false }, file)).toEqual({
      clientId: 'a',
      size: '/24',
      vlan: 7,
      options: { enableDHCP: false, bgpEnabled: true },
    });
  });

  it.each([
    ['names what is missing', { client: 'acme' }, '', '--datacenter, --size must be given'],
    ['refuses what is no JSON', { file: '-' }, '{', 'the standard input is not JSON'],
    ['refuses what is no object', { file: '-' }, '[1]', 'must hold one JSON object'],
    [
      'names a file that is not there',
      { file: 'nowhere.json' },
      '',
      'nowhere.json cannot be read: ENOENT',
    ],
  ])('%s, as a mistake of whoever typed it', async (_, more, input, message) => {
    await expect(body(more, input)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      exitCode: EXIT.usage,
    });
  });
});
