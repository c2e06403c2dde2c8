import { describe, expect, it } from '@jest/globals';
import type { RouterOrder, RouterStreamEvent } from '@ferrule/inventory-contracts';
import { type Probe, type RouterDecision, routerDecider } from '@ferrule/inventory-domain';
import { deciderSpec } from '@ferrule/testing';
import fc from 'fast-check';

const given = deciderSpec(routerDecider);

const ref = { routerId: 'dc1-r1' };
const order: RouterOrder = { name: 'Paris 1 edge', address: '10.255.1.1' };
const settings = {
  name: 'Paris 1 edge',
  address: '10.255.1.1',
  port: 8729,
  tls: { fingerprint256: null },
  dialect: null,
  pair: null,
};
const at = (second: number) => `2026-11-20T10:00:${String(second).padStart(2, '0')}.000Z`;
const probe = (changed: Partial<Probe> = {}): RouterDecision => ({
  type: 'NoteProbe',
  data: {
    ...ref,
    reachability: 'reachable',
    version: '7.24',
    board: 'CCR2004',
    identity: 'edge',
    failure: null,
    at: at(1),
    ...changed,
  },
});
const register = (changed: Partial<RouterOrder> = {}): RouterDecision => ({
  type: 'RegisterRouter',
  data: {
    ...ref,
    ...order,
    ...changed,
    datacenter: 'DC1',
    user: 'ferrule',
    password: 'sealed:v1:k:n:t',
  },
});
const configure = (changed: Partial<RouterOrder> = {}): RouterDecision => ({
  type: 'ConfigureRouter',
  data: { ...ref, ...order, ...changed },
});
const rotate: RouterDecision = {
  type: 'RotateRouterCredentials',
  data: { ...ref, user: 'ferrule-2', password: 'sealed:v1:k:n:u' },
};
const start: RouterDecision = { type: 'StartRouterMaintenance', data: { ...ref, reason: 'RMA' } };
const end: RouterDecision = { type: 'EndRouterMaintenance', data: ref };
const retire = (...networks: string[]): RouterDecision => ({
  type: 'RetireRouter',
  data: { ...ref, reason: 'replaced', networks },
});
const registered: RouterStreamEvent = {
  type: 'RouterRegistered',
  data: { ...ref, datacenter: 'DC1', user: 'ferrule', ...settings },
};
const started: RouterStreamEvent = { type: 'RouterMaintenanceStarted', data: start.data };
const ended: RouterStreamEvent = { type: 'RouterMaintenanceEnded', data: ref };
const retired: RouterStreamEvent = { type: 'RouterRetired', data: { ...ref, reason: 'replaced' } };
const reachable = (second: number): RouterStreamEvent => ({
  type: 'RouterBecameReachable',
  data: { ...ref, at: at(second) },
});
const unreachable = (second: number): RouterStreamEvent => ({
  type: 'RouterBecameUnreachable',
  data: { ...ref, at: at(second), failure: 'timed out' },
});
const identified = (second: number, version = '7.24'): RouterStreamEvent => ({
  type: 'RouterIdentified',
  data: { ...ref, at: at(second), version, board: 'CCR2004', identity: 'edge' },
});

describe('a router', () => {
  it('is registered over TLS unless it says otherwise, once', () => {
    given().when(register()).then(registered);
    given(registered).when(register()).thenRejects('ROUTER_EXISTS');
    given(registered, retired).when(register()).thenRejects('ROUTER_EXISTS');
  });

  it('without TLS has the port without TLS, and no fingerprint', () => {
    given(registered)
      .when(configure({ tls: { enabled: false } }))
      .then({ type: 'RouterConfigured', data: { ...ref, ...settings, port: 8728, tls: null } });
    given(registered)
      .when(configure({ tls: { enabled: false, fingerprint256: 'AA' } }))
      .thenRejects('VALIDATION_FAILED');
  });

  it.each(['10.255.1', '10.255.1.256', '2001:db8:::1', '1:2:3:4:5:6:7'])(
    'is not reached at %s',
    (address) => {
      given().when(register({ address })).thenRejects('VALIDATION_FAILED');
    },
  );

  it('is told nothing before it is registered, and nothing after it is retired', () => {
    for (const command of [configure(), rotate, start, end]) {
      given().when(command).thenRejects('ROUTER_NOT_FOUND');
      given(registered, retired).when(command).thenRejects('ROUTER_RETIRED');
    }
    given().when(retire()).thenRejects('ROUTER_NOT_FOUND');
  });

  it('is configured anew as a whole, and not at all when nothing is new', () => {
    given(registered)
      .when(configure({ address: 'edge.dc1.example' }))
      .then({
        type: 'RouterConfigured',
        data: { ...ref, ...settings, address: 'edge.dc1.example' },
      });
    given(registered).when(configure()).then();
  });

  it('gets new credentials, of which only the user is told', () => {
    given(registered)
      .when(rotate)
      .then({ type: 'RouterCredentialsRotated', data: { ...ref, user: 'ferrule-2' } });
  });

  it('goes into maintenance and out of it, and a second word changes nothing', () => {
    given(registered).when(start).then(started);
    given(registered, started).when(start).then();
    given(registered, started).when(end).then(ended);
    given(registered, started, ended).when(end).then();
  });

  it('is not retired while networks live on it', () => {
    given(registered).when(retire('net-1', 'net-2')).thenRejects('ROUTER_IN_USE');
    given(registered).when(retire()).then(retired);
    given(registered, started).when(retire()).then(retired);
    given(registered, retired).when(retire('net-1')).then();
  });
});

describe('a probe of a router', () => {
  it('that says something new is recorded', () => {
    given(registered).when(probe()).then(reachable(1), identified(1));
    given(registered, reachable(1), identified(1))
      .when(probe({ at: at(2), version: '7.25' }))
      .then(identified(2, '7.25'));
  });

  it('that changes nothing but the time is not', () => {
    given(registered, reachable(1), identified(1))
      .when(probe({ at: at(2) }))
      .then();
  });

  it('that finds nobody says so once, and nothing of version and board', () => {
    const lost = {
      reachability: 'unreachable',
      version: null,
      board: null,
      identity: null,
    } as const;
    const known = [registered, reachable(1), identified(1)];
    given(...known)
      .when(probe({ ...lost, at: at(2), failure: 'timed out' }))
      .then(unreachable(2));
    given(...known, unreachable(2))
      .when(probe({ ...lost, at: at(3), failure: 'refused' }))
      .then();
    given(...known, unreachable(2))
      .when(probe({ at: at(3) }))
      .then(reachable(3));
  });

  it('that comes later than one made after it says nothing', () => {
    given(registered, reachable(1), identified(1), unreachable(5))
      .when(probe({ at: at(4) }))
      .then();
  });

  it('of a router that is unknown or retired says nothing', () => {
    given().when(probe()).then();
    given(registered, retired).when(probe()).then();
  });

  it('leaves a stream no longer than there were changes, however many come', () => {
    const one = fc.record({ reachability: fc.constantFrom('reachable', 'unreachable') });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), (probes) => {
        let state = routerDecider.evolve('unknown', registered);
        let [events, changes, last] = [0, 0, 'unknown'];
        for (const [second, { reachability }] of probes.entries()) {
          if (reachability !== last) changes += 1;
          last = reachability;
          const found = routerDecider.decide(probe({ reachability, at: at(second) }), state);
          events += found.filter(({ type }) => type !== 'RouterIdentified').length;
          state = found.reduce(routerDecider.evolve, state);
        }
        expect(events).toBe(changes);
      }),
    );
  });
});

describe('any order of commands', () => {
  it('leaves a retired router retired, and a second time changes nothing', () => {
    const commands = [register(), configure({ port: 1 }), configure(), start, end, retire()];
    const all = fc.array(fc.constantFrom(...commands, retire('net-1'), probe()), { maxLength: 30 });
    fc.assert(
      fc.property(all, (sent) => {
        let state = routerDecider.initial;
        let isRetired = false;
        for (const command of sent) {
          try {
            const events = routerDecider.decide(command, state);
            state = events.reduce(routerDecider.evolve, state);
            if (command.type !== 'RegisterRouter')
              expect(routerDecider.decide(command, state)).toEqual([]);
          } catch (error) {
            expect(error).toHaveProperty('code');
          }
          if (isRetired) expect(state).toHaveProperty('status', 'retired');
          isRetired = state !== 'unknown' && state.status === 'retired';
        }
      }),
    );
  });
});
