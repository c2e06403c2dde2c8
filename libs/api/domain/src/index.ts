export {
  type IssueKey,
  type Key,
  type KeyCommand,
  keyDecider,
  keyStream,
  type RevokeKey,
  type RotateKey,
} from './key.ts';
export { may, RIGHTS_OF } from './rights.ts';
