import { describe, expect, it } from '@jest/globals';
import type { AlertRuleSettings } from '@ferrule/notifier-contracts';
import { nextAt, tellAt } from './alert-time.ts';

const at = (iso: string): number => Date.parse(iso);
const iso = (time: number): string => new Date(time).toISOString();
const rule = (more: Partial<AlertRuleSettings> = {}): AlertRuleSettings => ({
  filter: { types: [], datacenters: [] },
  to: { kind: 'mail', addresses: ['on-call@example.net'] },
  digestAt: null,
  quiet: null,
  timeZone: 'Europe/Paris',
  groupSeconds: 300,
  ...more,
});
const noon = at('2026-11-20T12:00:00Z');
const tell = (settings: AlertRuleSettings, since: number, lastSent: number | null = null) =>
  iso(tellAt(settings, { since, lastSent }));

describe('a rule that tells at once', () => {
  it('waits a moment for what belongs to it', () => {
    expect(tell(rule(), noon)).toBe('2026-11-20T12:00:03.000Z');
  });

  it('tells of the next within the time of its group with the next message', () => {
    expect(tell(rule(), noon, noon - 60_000)).toBe('2026-11-20T12:04:00.000Z');
    expect(tell(rule(), noon, noon - 600_000)).toBe('2026-11-20T12:00:03.000Z');
  });

  it.each([
    ['2026-11-20T20:59:00Z', '2026-11-20T20:59:03.000Z'],
    ['2026-11-20T21:00:00Z', '2026-11-21T06:00:00.000Z'],
    ['2026-11-21T02:00:00Z', '2026-11-21T06:00:00.000Z'],
    ['2026-11-21T05:59:00Z', '2026-11-21T06:00:00.000Z'],
    ['2026-11-21T06:00:00Z', '2026-11-21T06:00:03.000Z'],
  ])('lets people sleep from ten to seven by their clock: %s', (since, told) => {
    expect(tell(rule({ quiet: { from: '22:00', to: '07:00' } }), at(since))).toBe(told);
  });

  it('is quiet over noon as well', () => {
    const quiet = { from: '12:30', to: '13:30' };
    expect(tell(rule({ quiet }), noon)).toBe('2026-11-20T12:30:00.000Z');
    expect(tell(rule({ quiet }), at('2026-11-20T12:31:00Z'))).toBe('2026-11-20T12:31:03.000Z');
  });
});

describe('a digest', () => {
  it('comes at its time, by the clock on the wall', () => {
    expect(tell(rule({ digestAt: '08:00' }), noon)).toBe('2026-11-21T07:00:00.000Z');
    expect(tell(rule({ digestAt: '08:00' }), at('2026-06-20T03:00:00Z'))).toBe(
      '2026-06-20T06:00:00.000Z',
    );
  });

  it.each([
    // The clocks are put back in the night to the 25th, and forward in the night to the 29th.
    ['2026-10-24T20:00:00Z', '2026-10-25T07:00:00.000Z'],
    ['2026-03-28T20:00:00Z', '2026-03-29T06:00:00.000Z'],
  ])('comes at its time also when the clocks change: %s', (since, told) => {
    expect(iso(nextAt('08:00', at(since), 'Europe/Paris'))).toBe(told);
  });
});
