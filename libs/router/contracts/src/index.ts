export { commandText, undoText } from './command-text.ts';
export { LONGEST_WRITE_MS } from './longest-write.ts';
export type * from './messages.ts';
export {
  ActivateNetworkPayload,
  OrderPayload,
  PlanChangesPayload,
  StageOrderPayload,
} from './order.payloads.ts';
export type * from './plan.ts';
export type * from './queries.ts';
export { ChangePayload, StagePayload } from './stage.payload.ts';
export * from './subjects.ts';
export { NetworkWishPayload, WishPayload, wishOf } from './wish.payload.ts';
export type * from './wish.ts';
