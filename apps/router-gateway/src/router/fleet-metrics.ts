import { metrics, type ObservableResult } from '@opentelemetry/api';
import type { ServedRouter } from './served-router.ts';

const meter = metrics.getMeter('@ferrule/router-gateway');

const lease = meter.createObservableGauge('router_lease', {
  description: '1 for the one instance that may write to the router',
});
const breaker = meter.createObservableGauge('router_breaker_open', {
  description: '1 while the router cannot be reached and none of its commands are taken',
});
const heldBack = meter.createObservableGauge('router_held_back', {
  description: '1 while the router is in maintenance and its commands wait',
});

/** Tells of every router when somebody scrapes, until the returned function is called. */
export const observeFleet = (
  members: () => Iterable<{ readonly served: ServedRouter }>,
): (() => void) => {
  const observe =
    (value: (served: ServedRouter) => boolean) =>
    (result: ObservableResult): void => {
      for (const { served } of members())
        result.observe(value(served) ? 1 : 0, { router: served.router });
    };
  const held = observe(({ isHeld }) => isHeld);
  const open = observe(({ link }) => link?.breaker.isOpen === true);
  const waiting = observe(({ isHeldBack }) => isHeldBack);
  lease.addCallback(held);
  breaker.addCallback(open);
  heldBack.addCallback(waiting);
  return () => {
    lease.removeCallback(held);
    breaker.removeCallback(open);
    heldBack.removeCallback(waiting);
  };
};
