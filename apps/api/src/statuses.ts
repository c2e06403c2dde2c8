import type { StatusTable } from '@ferrule/http';

/** Unknown in a request is a mistake in a field, not a missing page. */
export const REFUSALS: StatusTable = {
  DATACENTER_NOT_FOUND: 422,
  DATACENTER_UNKNOWN: 404,
  ROUTER_UNKNOWN: 404,
  NETWORK_CLOSED: 409,
  // Of the inventory.
  ROUTER_IN_USE: 409,
  ROUTER_RETIRED: 409,
  ROUTER_NAME_TAKEN: 409,
  ROUTER_ADDRESS_TAKEN: 409,
  PAIR_ROLE_TAKEN: 409,
  DATACENTER_NAME_TAKEN: 409,
  // What a job failed of: the caller's wish, somebody else's work, or the router.
  WISH_REFUSED: 422,
  DATACENTER_NOT_PREPARED: 409,
  CANCELLED: 409,
  ROUTER_NOT_FOUND: 502,
  ROLLBACK_INCOMPLETE: 502,
  DEADLINE_EXCEEDED: 504,
};

/** Of a bus that did not take the command. */
export const MACHINERY: StatusTable = {
  PUBLISH_TIMEOUT: 503,
  NO_STREAM: 503,
  PUBLISH_REFUSED: 503,
};
