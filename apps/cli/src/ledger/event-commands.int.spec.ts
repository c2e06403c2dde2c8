import { leakGuard } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { useAnsweringApi } from '../spec-api.ts';

leakGuard();

const api = useAnsweringApi();

describe('events', () => {
  const event = (entry: number) => ({
    entry,
    source: 'ipam',
    sequence: entry,
    type: 'NetworkAllocated',
    stream: 'network-net-1',
    time: '2026-11-20T11:00:00.000Z',
    actor: 'ann',
  });

  it('are one line each, for people and for programs', async () => {
    const path = 'GET /api/v1/audit/events?after=0&limit=1000&correlationId=job-1';
    api.answers = { [path]: [{ body: { events: [event(1)], next: null } }] };
    expect((await api.run('events --job job-1')).out.split('\n')).toEqual([
      'TIME (UTC)               EVENT   TYPE              ABOUT          ACTOR',
      '2026-11-20 11:00:00.000  ipam#1  NetworkAllocated  network-net-1  ann',
    ]);
    expect(JSON.parse((await api.run('events --job job-1 --json')).out)).toEqual(event(1));
  });

  it('are followed from where they ended, until Ctrl-C', async () => {
    const next = (after: number, events: object[]) => {
      api.answers[`GET /api/v1/audit/events?after=${after}&limit=1000`] = [
        { body: { events, next: null } },
      ];
    };
    api.answers['GET /api/v1/audit/events?after=4&limit=50'] = [
      { body: { events: [event(5)], next: null } },
    ];
    next(5, [event(6)]);
    next(6, [event(7)]);
    next(7, []);
    const stop = new AbortController();
    const onLine = (line: string) => {
      if (line.includes('ipam#7')) stop.abort();
    };
    const { code, out, err } = await api.run('events --after 4 --follow', {
      stop: stop.signal,
      onLine,
    });
    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(out.match(/ipam#\d/gu)).toEqual(['ipam#5', 'ipam#6', 'ipam#7']);
  });
});
