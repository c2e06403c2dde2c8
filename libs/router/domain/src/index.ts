export type {
  Attributes,
  CommandOptions,
  RouterCommand,
  RouterDriver,
  RouterReply,
} from './router-driver.ts';
export {
  RouterError,
  RouterTrap,
  type RouterErrorFacts,
  type RouterFault,
  type Trap,
  type TrapCategory,
} from './router-error.ts';
