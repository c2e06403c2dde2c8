import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FirewallProfile } from '@ferrule/inventory-contracts';
import type { Stage } from '@ferrule/router-contracts';
import { client, openings, outsiders } from './matrix.ts';
import type { Place } from './matrix.ts';
import { DC1, networkWish, WEB } from './traffic-ground.ts';
import { TrafficSite } from './traffic-site.ts';

const PROFILES = ['standard', 'isolated', 'open', 'web'];

const wishFor = (profile: string, vlanId: number) =>
  networkWish(vlanId, {
    firewallProfile: profile,
    ipv6: { subnet: `2001:db8:1:${vlanId}::/64`, gateway: `2001:db8:1:${vlanId}::1` },
  });

const COMER = 'the comer';

const families = ([4, 6] as const).map((family): readonly Place[] => [
  ...PROFILES.map((profile, at) => client(profile, 100 + at, family)),
  client(COMER, 200, family),
  ...outsiders(family),
]);

let site: TrafficSite;

/** Both families at once: IPv6 has its own lines by the names of who opens what. */
const openNow = (): ReadonlySet<string> => {
  const judge = site.judge();
  return new Set(
    families.flatMap((places, at) =>
      [...openings(judge, places)].map((line) => `IPv${at === 0 ? 4 : 6}: ${line}`),
    ),
  );
};

const ofComer = (lines: Iterable<string>) => [...lines].filter((line) => line.includes(COMER));
const ofOthers = (lines: Iterable<string>) => [...lines].filter((line) => !line.includes(COMER));
const beyond = (lines: Iterable<string>, ...allowed: readonly ReadonlySet<string>[]) =>
  [...lines].filter((line) => !allowed.some((set) => set.has(line)));

/** What was open after each single write. */
type Moment = { readonly phase: Stage['phase']; readonly open: ReadonlySet<string> };

const watched = async (
  stages: readonly Stage[],
  act: (stage: Stage, written: () => void) => Promise<void>,
): Promise<readonly Moment[]> => {
  const moments: Moment[] = [];
  for (const stage of stages)
    await act(stage, () => moments.push({ phase: stage.phase, open: openNow() }));
  return moments;
};

const apply = (stage: Stage, written: () => void) => site.apply(stage, written);
const revert = (stage: Stage, written: () => void) => site.revert(stage, written);

beforeEach(async () => {
  site = await TrafficSite.start(DC1);
  await site.prepare();
  for (const [at, profile] of PROFILES.entries()) await site.provision(wishFor(profile, 100 + at));
});

afterEach(() => site.stop());

describe.each(PROFILES)('a network of %s comes', (profile) => {
  it('and nothing of it is open before it is activated, nor anything else of others', async () => {
    const before = openNow();
    expect(ofComer(before)).toEqual([]);
    const { stages } = await site.planNetwork(wishFor(profile, 200));
    const moments = await watched(stages, apply);
    const end = openNow();
    expect(moments.length).toBeGreaterThan(10);
    expect(moments.at(-1)?.phase).toBe('activation');
    expect(ofComer(end).length).toBeGreaterThan(3);
    for (const { phase, open } of moments) {
      if (phase !== 'activation') expect(ofComer(open)).toEqual([]);
      expect(beyond(open, end)).toEqual([]);
      expect(new Set(ofOthers(open))).toEqual(before);
    }
  });

  it('and goes again by its undo, closed from the first write on', async () => {
    const before = openNow();
    const { stages } = await site.planNetwork(wishFor(profile, 200));
    for (const stage of stages) await site.apply(stage);
    const moments = await watched(stages.toReversed(), revert);
    expect(moments.length).toBeGreaterThan(10);
    for (const { open } of moments) expect(open).toEqual(before);
  });

  it('and half of it goes again by its undo, and nothing of it was ever open', async () => {
    const before = openNow();
    const { stages } = await site.planNetwork(wishFor(profile, 200));
    for (const stage of stages.slice(0, -2)) await site.apply(stage);
    const moments = await watched(stages.toReversed(), revert);
    for (const { open } of moments) expect(open).toEqual(before);
  });

  it('and is removed, closed from the first write on', async () => {
    const before = openNow();
    const wish = wishFor(profile, 200);
    await site.provision(wish);
    const moments = await watched((await site.planRemoval(wish)).stages, apply);
    expect(moments[0]?.phase).toBe('deactivation');
    for (const { open } of moments) expect(open).toEqual(before);
  });
});

describe('the base configuration changes under networks that are there', () => {
  it.each<[string, readonly FirewallProfile[]]>([
    [
      'a profile comes',
      [{ name: 'mail', opens: true, accepts: [{ protocol: 'tcp', ports: '25' }] }],
    ],
    ['a profile accepts other ports', [{ ...WEB, accepts: [{ protocol: 'tcp', ports: '22' }] }]],
    ['a profile accepts nothing any more', [{ ...WEB, accepts: 'nothing' }]],
    ['a profile opens nothing any more', [{ ...WEB, opens: false }]],
  ])(
    '%s: nothing is open in between that is open neither before nor after',
    async (_, profiles) => {
      const kept = DC1.firewallProfiles.filter(({ name }) =>
        profiles.every((p) => p.name !== name),
      );
      const before = openNow();
      site.datacenter = { ...DC1, firewallProfiles: [...kept, ...profiles] };
      const { stages } = await site.planBase();
      const moments = await watched(stages, apply);
      const end = openNow();
      expect(moments.length).toBeGreaterThan(0);
      for (const { open } of moments) expect(beyond(open, before, end)).toEqual([]);
    },
  );
});
