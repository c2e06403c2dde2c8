export { AlreadyRunning } from './claim.ts';
export { type Addresses, DevStack, type DevStackOptions } from './dev-stack.ts';
export { PUBLISHERS, usersConfig, USERS, type NatsUser } from './nats-users.ts';
export { Passwords } from './passwords.ts';
export { DATACENTERS, type DemoDatacenter } from './demo-datacenters.ts';
export type { DemoRouter } from './demo-routers.ts';
