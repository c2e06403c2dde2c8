import type { ApiEventType } from './messages.ts';

const EVENTS: Record<ApiEventType, string> = {
  KeyIssued: 'key.issued',
  KeyRotated: 'key.rotated',
  KeyRevoked: 'key.revoked',
  AccessRefused: 'access.refused',
};

export const apiEventSubject = (type: ApiEventType, version = 1): string =>
  `evt.api.${EVENTS[type]}.v${version}`;

export const isApiEvent = (type: string): type is ApiEventType => Object.hasOwn(EVENTS, type);

/** Everything that the edge says. */
export const API_EVENTS = 'evt.api.>';
