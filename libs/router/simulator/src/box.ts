import type { Socket } from 'node:net';
import type { Asker } from './command/call.ts';
import { answerDhcpClient } from './dhcp/client.ts';
import type { DhcpAnswer } from './dhcp/client.ts';
import { giveLease } from './dhcp/lease.ts';
import type { LeaseRequest } from './dhcp/lease.ts';
import { execute, readSentence } from './command/execute.ts';
import type { Menu } from './menu/menu.ts';
import { menusWithReference } from './profile/reference-file.ts';
import { catalogueFor, fillTables, mountPorts } from './profile/boot.ts';
import type { Profile } from './profile/profile.ts';
import { CommandRecord } from './record/command-record.ts';
import { recordDirectory } from './record/config.ts';
import { Router } from './router.ts';
import { Accounts } from './server/accounts.ts';
import type { User } from './server/accounts.ts';
import { Connection } from './server/connection.ts';
import type { Device } from './server/device.ts';
import type { Interceptor } from './server/interceptor.ts';
import { Journal } from './server/journal.ts';
import { showConnection } from './server/service-row.ts';
import { SafeMode } from './server/safe-mode.ts';
import type { SimulatorSettings } from './start-simulator.ts';
import type { Row } from './state/row.ts';
import { Autosave } from './state/autosave.ts';
import { loadState, saveState } from './state/saved-state.ts';
import type { SavedState } from './state/saved-state.ts';
import type { Housing } from './system/housing.ts';
import { loadStateFile, saveStateFile } from './state/state-file.ts';
import './script/script-commands.ts';
import './system/system-commands.ts';
import './traffic/monitor-traffic.ts';
import './traffic/ping.ts';
import { runDueScripts } from './script/scheduler.ts';
import { compareSnapshots, takeSnapshot } from './state/snapshot.ts';
import type { Difference, Snapshot } from './state/snapshot.ts';
import { toBytes, toText } from './state/text.ts';
import { evaluatePacket } from './traffic/evaluate-packet.ts';
import { watchHosts } from './traffic/netwatch.ts';
import type { Judgement, Packet } from './traffic/packet.ts';
import { tablesOfRouter } from './traffic/tables-of-router.ts';

const root: Asker = { user: 'system', may: () => true };

export type Reply = {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly ret: string | undefined;
};

/** The box: a router, who is connected to it, and what tests and operators of the simulator do to it. */
export class Box implements Device {
  readonly profile: Profile;
  readonly journal: Journal;
  readonly record: CommandRecord;
  tagFirst: boolean;
  interceptor: Interceptor | undefined;
  router: Router;
  accounts: Accounts;
  safeMode = new SafeMode();
  readonly #settings: SimulatorSettings;
  readonly #menus: readonly Menu[] | undefined;
  readonly #connections = new Set<Connection>();
  /** Where each is shown among the services. */
  readonly #shown = new WeakMap<Connection, Row | undefined>();
  readonly #itself = { id: 0, user: root.user };
  readonly #housing: Housing = {
    failed: (error, during) => this.failed(error, during),
    restart: (state) => this.#restart(state),
    switchOff: () => this.#afterReply(() => (this.#isOff = true)),
    isSafe: () => this.safeMode.user !== undefined,
  };
  readonly #autosave: Autosave | undefined;
  #accepted = 0;
  #isOff = false;
  #saved: SavedState | undefined;

  constructor(profile: Profile, settings: SimulatorSettings) {
    this.profile = profile;
    this.#settings = settings;
    this.#autosave = this.#autosaveTo(settings.state);
    this.#menus =
      settings.reference === undefined ? settings.menus : menusWithReference(settings.reference);
    this.journal = new Journal(settings.journal);
    this.record = new CommandRecord(profile.name, recordDirectory());
    this.tagFirst = settings.tags === 'first';
    this.interceptor = settings.interceptor;
    this.router = this.#unpack();
    this.accounts = new Accounts(this.router, this.#users);
    const loaded = settings.state !== undefined && loadStateFile(this.router, settings.state);
    if (loaded) this.#saved = this.dump();
    else this.accounts.enroll();
    this.#autosave?.follow(this.router.state);
  }

  /** The time outside: what the router's own clock shows is the router's affair. */
  get time(): Date {
    return this.#settings.clock?.() ?? new Date();
  }

  get connections(): readonly Connection[] {
    return [...this.#connections];
  }

  /** What would become of a packet, by which row, and why. Rows are read anew: see `packetEvaluator`. */
  evaluate(packet: Packet): Judgement {
    this.router.expiry.sweep();
    return evaluatePacket(tablesOfRouter(this.router), packet);
  }

  accept(socket: Socket): void {
    if (this.#isOff) {
      socket.destroy();
      return;
    }
    this.#accepted += 1;
    const connection = new Connection(this.#accepted, this, socket);
    this.#connections.add(connection);
    this.interceptor?.connected?.(connection);
  }

  loggedIn(connection: Connection): void {
    if (!this.#shown.has(connection))
      this.#shown.set(connection, showConnection(connection, this.router));
  }

  closed(connection: Connection): void {
    this.#connections.delete(connection);
    const row = this.#shown.get(connection);
    if (row?.live === true) this.router.state.remove(row);
    this.safeMode.disconnected(connection);
    this.interceptor?.closed?.(connection);
  }

  /** A fault of the simulator itself. Whoever asked is refused; nobody else is to suffer from it. */
  failed(error: unknown, during: string, by: Pick<Connection, 'id' | 'user'> = this.#itself): void {
    const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const { id: connection, user } = by;
    this.journal.add({ at: this.time, connection, user, words: [during], failure });
    process.stderr.write(`The router simulator failed at ${during}: ${failure}\n`);
  }

  /** Runs a command as the router itself would, in the same words: `['/ip/address/print', '?dynamic=false']`. Throws `Trap`. */
  async run(words: readonly string[]): Promise<Reply> {
    const rows: Record<string, string>[] = [];
    const keep = (row: readonly (readonly [string, string])[]) => {
      rows.push(Object.fromEntries(row.map(([name, value]) => [name, toText(value)])));
    };
    const outcome = await execute(readSentence(words.map(toBytes)), {
      router: this.router,
      asker: root,
      emit: keep,
      onCancel: () => undefined,
    });
    for (const row of outcome?.rows ?? []) keep(row);
    return { rows, ret: outcome?.ret };
  }

  /** A host asks a DHCP server of the router, and is told its address. Throws `Trap` where it gets none. */
  lease(request: LeaseRequest): string {
    return giveLease(this.router, request);
  }

  /** A DHCP server out there answers the client on an interface. Throws `Trap` where nobody asks. */
  answerDhcpClient(answer: DhcpAnswer): void {
    answerDhcpClient(this.router, answer);
  }

  /** Everything that is configured, as an operator would write it. */
  snapshot(): Snapshot {
    this.router.expiry.sweep();
    return takeSnapshot(this.router);
  }

  compare(earlier: Snapshot, later: Snapshot = this.snapshot()): readonly Difference[] {
    return compareSnapshots(
      earlier,
      later,
      (path) => this.router.catalogue.menus.get(path)?.ordered === true,
    );
  }

  /** The whole state with its ids; what a state file holds. */
  dump(): SavedState {
    return saveState(this.router);
  }

  /** What survives a reboot that loses the unsaved; also in the state file where there is one. */
  save(): void {
    this.#saved = this.dump();
    if (this.#settings.state !== undefined) saveStateFile(this.router, this.#settings.state);
  }

  /** What the scheduler and netwatch would have done by now. A router that listens looks by itself, once a second. */
  async runDueScripts(): Promise<void> {
    if (this.#isOff) return;
    const { router } = this;
    router.expiry.sweep();
    await watchHosts(router);
    await runDueScripts(router);
  }

  /** Every connection breaks. `lose` goes back to what was last saved, or to the factory's state. */
  reboot({ lose = false }: { readonly lose?: boolean } = {}): void {
    this.safeMode.unroll();
    const kept = lose ? this.#saved : this.dump();
    this.disconnectAll();
    this.#boot(kept);
  }

  /** Off: nobody gets in. `reboot` switches it on again. */
  get isOff(): boolean {
    return this.#isOff;
  }

  /** For good: what there is to keep is in the state file then. */
  end(): void {
    this.#autosave?.stop();
    if (this.#settings.state !== undefined) this.save();
  }

  get #users(): readonly User[] {
    return this.#settings.users ?? [{ name: 'admin', password: '' }];
  }

  disconnectAll(): void {
    for (const connection of this.connections) connection.socket.destroy();
  }

  #boot(kept: unknown): void {
    // Its clock goes on while it is off.
    const router = this.#unpack(this.router.ahead);
    const accounts = new Accounts(router, this.#users);
    if (kept === undefined) accounts.enroll();
    else loadState(router, kept);
    this.router.end();
    this.router = router;
    this.accounts = accounts;
    this.safeMode = new SafeMode();
    this.#isOff = false;
    this.#autosave?.follow(router.state);
    this.#autosave?.changed();
  }

  #autosaveTo(file: string | undefined): Autosave | undefined {
    if (file === undefined) return undefined;
    return new Autosave({
      save: () => saveStateFile(this.router, file),
      isProvisional: () => this.safeMode.user !== undefined,
      failed: (error) => this.failed(error, 'saving its state'),
    });
  }

  /** Whoever asked for it is answered before the connections end. */
  #afterReply(work: () => void): void {
    setImmediate(() => {
      this.safeMode.unroll();
      for (const connection of this.connections) connection.end();
      work();
    });
  }

  #restart(state: unknown): void {
    if (state !== undefined) loadState(this.#unpack(), state); // Throws while the router still stands.
    this.#afterReply(() => this.#boot(state ?? this.dump()));
  }

  #unpack(ahead = 0): Router {
    const { seed = 1 } = this.#settings;
    const { profile } = this;
    const catalogue = catalogueFor(profile, this.#menus);
    const router = new Router({
      profile,
      catalogue,
      seed,
      clock: () => this.time,
      ahead,
      housing: this.#housing,
    });
    mountPorts(router);
    fillTables(router);
    return router;
  }
}
