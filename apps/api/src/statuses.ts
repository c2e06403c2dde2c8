import type { StatusTable } from '@ferrule/http';

/** Unknown in a request is a mistake in a field, not a missing page. */
export const REFUSALS: StatusTable = { DATACENTER_NOT_FOUND: 422, NETWORK_CLOSED: 409 };

/** Of a bus that did not take the command. */
export const MACHINERY: StatusTable = {
  PUBLISH_TIMEOUT: 503,
  NO_STREAM: 503,
  PUBLISH_REFUSED: 503,
};
