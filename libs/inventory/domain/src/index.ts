export { type Datacenter, datacenterDecider, datacenterStream } from './datacenter.ts';
export { datacenterSettings } from './datacenter-settings.ts';
export type { NoteProbe, Probe, Seen } from './probe.ts';
export {
  type KnownRouter,
  type Retire,
  type Router,
  type RouterDecision,
  routerDecider,
  routerStream,
} from './router.ts';
