import { describe, expect, it } from '@jest/globals';
import type { Plan } from '@ferrule/router-contracts';
import { Keyring } from '@ferrule/sealed-secret';
import { SealedImages } from './sealed-images.ts';

const keys = Keyring.parse(Keyring.newKey('spec'));
const images = new SealedImages(keys);
const path = '/routing/bgp/connection';
const row = { name: 'dc2', 'tcp-md5-key': 'correct horse', comment: 'tag' };
const plan: Plan = {
  stages: [
    {
      phase: 6,
      changes: [
        { path, before: { ...row, 'tcp-md5-key': 'old' }, after: row, critical: true },
        { path, before: null, after: { name: 'open' }, critical: true },
        {
          path,
          before: row,
          after: row,
          moved: { from: 'last', to: { before: row } },
          critical: false,
        },
      ],
    },
  ],
  warnings: ['w'],
};

describe('the images of a plan', () => {
  it('leave with their secrets sealed, and nothing else changed', () => {
    const sealed = images.seal('r1', plan);
    expect(JSON.stringify(sealed)).not.toMatch(/correct horse|"old"/);
    expect(sealed).toMatchObject({
      warnings: ['w'],
      stages: [{ phase: 6, changes: [{ after: { name: 'dc2', comment: 'tag' } }, {}, {}] }],
    });
  });

  it('come back as they were', () => {
    const { stages } = images.seal('r1', plan);
    expect(stages.map((stage) => images.open('r1', stage))).toEqual(plan.stages);
  });

  it('do not open at another router', () => {
    const [stage] = images.seal('r1', plan).stages;
    expect(() => images.open('r2', stage!)).toThrow(
      'a value does not open as the secret of router/r2/routing/bgp/connection/tcp-md5-key',
    );
  });
});

describe('a row that somebody reads', () => {
  it.each([
    ['/ppp/secret', 'password'],
    ['/interface/wireguard', 'private-key'],
    ['/interface/wireguard/peers', 'preshared-key'],
    ['/ip/ipsec/identity', 'secret'],
    ['/interface/wifi/security', 'passphrase'],
    ['/interface/wireless/security-profiles', 'static-key-0'],
    ['/snmp/community', 'name'],
    [path, 'tcp-md5-key'],
  ])('of %s has its %s sealed', (menu, name) => {
    const sealed = images.sealRow('r1', menu, { [name]: 'hunter22', comment: 'x' });
    expect(sealed['comment']).toBe('x');
    expect(keys.open(sealed[name] ?? '', `router/r1${menu}/${name}`)).toBe('hunter22');
  });

  it('keeps what everybody may know', () => {
    const open = { name: 'wg1', 'public-key': 'abc=', 'key-size': '2048', password: '' };
    expect(images.sealRow('r1', '/interface/wireguard', open)).toEqual(open);
  });
});
