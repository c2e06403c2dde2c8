export { compileDatacenter } from './datacenter/compile-datacenter.ts';
export { DIALECTS, dialectOf, type Dialect } from './dialect.ts';
export type { ArgumentFacts, MenuFacts, ValueKind } from './menu/menu-facts.ts';
export { menuFacts, menuPaths, sensitiveNames } from './menu/menus.ts';
export { compileNetwork } from './network/compile-network.ts';
export type { Compiled, TagFor } from './network/compiled.ts';
export { checkPreconditions, type Precondition } from './network/precondition.ts';
export {
  PHASES,
  PhaseDHCPNetworking,
  PhaseFirewall,
  PhaseInterfaceSetup,
  PhaseIPAddressPools,
  phaseOf,
  PhaseOrder,
  PhasePPPVPNServers,
  PhaseRouting,
  PhaseSystemDNS,
  PhaseTunnelPeers,
  type PhaseDefinition,
} from './phase.ts';
export { planChanges, planRemoval, type Planned } from './plan/plan-changes.ts';
export type { Resource } from './resource.ts';
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
export { applyStage } from './stage/apply-stage.ts';
export type { Answer, Batch, Dialogue } from './stage/dialogue.ts';
export { checkOwnRows } from './stage/own-rows.ts';
export type { RevertOutcome, StageOutcome } from './stage/outcome.ts';
export { cleanTag, revertStage } from './stage/revert-stage.ts';
export { undo } from './stage/undo.ts';
export { verifyStages } from './stage/verify-stages.ts';
