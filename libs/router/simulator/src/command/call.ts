import type { CompiledMenu } from '../menu/catalogue.ts';
import type { Router } from '../router.ts';
import type { Pair } from '../state/view.ts';

/** Who asks; a script asks as the one who started it. */
export interface Asker {
  readonly user: string;
  /** Policies of the user's group: `read`, `write`, … */
  may(policy: string): boolean;
  /** Where it is connected; undefined for scripts and tests. */
  readonly connection?: object;
}

/** A command, taken apart. Values are as they came: one character for each byte. */
export interface Call {
  readonly router: Router;
  readonly asker: Asker;
  /** `/ip/address` */
  readonly path: string;
  readonly verb: string;
  readonly menu: CompiledMenu | undefined;
  readonly args: ReadonlyMap<string, string>;
  readonly queries: readonly string[];
  readonly tag: string | undefined;
  /** Sends a row before the command is over. */
  emit(row: readonly Pair[]): void;
  /** Called once when the command is cancelled or its connection ends. A command that runs on must give heed to it. */
  onCancel(stop: () => void): void;
}

/** How a command ends well. Rows are taken from it as fast as the client reads. */
export interface Outcome {
  readonly rows?: Iterable<readonly Pair[]>;
  readonly ret?: string;
  /** Without rows, `!empty` is said where the version knows it. */
  readonly query?: boolean;
}

export type Handler = (call: Call) => Outcome | undefined | Promise<Outcome | undefined>;
