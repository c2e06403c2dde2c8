export {
  checkConformance,
  hasReference,
  type ConformanceReport,
} from './conformance/check-conformance.ts';
export type { Box as SimulatedRouter, Reply } from './box.ts';
export { handle } from './command/handlers.ts';
export type { DhcpAnswer } from './dhcp/client.ts';
export type { LeaseRequest } from './dhcp/lease.ts';
export { startControlPort, type ControlPort } from './fault/control-port.ts';
export type { Fault } from './fault/fault.ts';
export type { Faults, SetFault } from './fault/faults.ts';
export { FaultError } from './fault/read-fault.ts';
export { Trap } from './menu/trap.ts';
export { menu, type Menu, type MenuRules } from './menu/menu.ts';
export { t } from './menu/t.ts';
export { boardNames, type BoardName } from './profile/boards.ts';
export { profileNames, type ProfileName } from './profile/profile.ts';
export { checkRecord, readReferences } from './record/check-record.ts';
export { readRecord } from './record/command-record.ts';
export { SimulatorRefusal } from './refusal.ts';
export type { User } from './server/accounts.ts';
export type { Connection } from './server/connection.ts';
export type { Interceptor, Verdict } from './server/interceptor.ts';
export type { JournalEntry } from './server/journal.ts';
export { servedText, serveSimulator, type Served, type ServeOptions } from './serve-simulator.ts';
export { startSimulator, type Simulator, type SimulatorSettings } from './start-simulator.ts';
export type { SavedState } from './state/saved-state.ts';
export { compareSnapshots, type Difference, type Snapshot } from './state/snapshot.ts';
export { evaluatePacket, packetEvaluator } from './traffic/evaluate-packet.ts';
export type { Connection as TrackedConnection, Judgement, Packet, Tag } from './traffic/packet.ts';
export { reply } from './traffic/reply.ts';
export { CannotJudge, type RouterTables } from './traffic/router-tables.ts';
export { tablesOfRouter } from './traffic/tables-of-router.ts';
