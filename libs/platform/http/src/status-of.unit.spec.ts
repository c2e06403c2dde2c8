import { describe, expect, it } from '@jest/globals';
import { statusOf } from '@ferrule/http';

describe('the status of a rejection', () => {
  it.each([
    ['NETWORK_NOT_FOUND', 404],
    ['NOT_FOUND', 404],
    ['POOL_EXHAUSTED', 409],
    ['ROUTER_CONFLICT', 409],
    ['VLAN_EXISTS', 409],
    ['ROUTER_UNREACHABLE', 504],
    ['JOB_TIMEOUT', 504],
    ['ROUTER_REFUSED', 502],
    ['BUS_UNAVAILABLE', 503],
    ['FORBIDDEN', 403],
    ['UNAUTHENTICATED', 401],
    ['SIZE_INVALID', 422],
    ['TIMEOUT_INVALID', 422],
    ['UNFOUND', 422],
  ])('%s is %i by its name', (code, status) => {
    expect(statusOf(code)).toBe(status);
  });

  it('is what the table says, before its name is looked at', () => {
    expect(statusOf('SIZE_INVALID', { SIZE_INVALID: 400 })).toBe(400);
    expect(statusOf('POOL_EXHAUSTED', { POOL_EXHAUSTED: 507 })).toBe(507);
    expect(statusOf('constructor', {})).toBe(422);
  });
});
