export { KEY_STATES, type KeySettings, type KeyState, type KeyView, type Me } from './key.ts';
export {
  type AccessRefused,
  type ApiEvent,
  type ApiEventType,
  type KeyEvent,
  type KeyIssued,
  type KeyRef,
  type KeyRevoked,
  type KeyRotated,
  type RefusalReason,
  REFUSALS,
} from './messages.ts';
export { isRole, type Right, RIGHTS, type Role, ROLES } from './role.ts';
export { API_EVENT_SCHEMAS, KEY_SCHEMA, ME_SCHEMA } from './schemas.ts';
export { API_EVENTS, apiEventSubject, isApiEvent } from './subjects.ts';
