import type { Router } from '../router.ts';
import type { Accounts } from './accounts.ts';
import type { Connection } from './connection.ts';
import type { Interceptor } from './interceptor.ts';
import type { CommandRecord } from '../record/command-record.ts';
import type { Journal } from './journal.ts';
import type { SafeMode } from './safe-mode.ts';

/** What a connection knows of the box behind it. */
export interface Device {
  readonly router: Router;
  readonly accounts: Accounts;
  readonly journal: Journal;
  readonly record: CommandRecord;
  readonly time: Date;
  readonly safeMode: SafeMode;
  readonly interceptor: Interceptor | undefined;
  /** The place of `.tag` in replies: right behind the reply word, or at the end. */
  readonly tagFirst: boolean;
  loggedIn(connection: Connection): void;
  closed(connection: Connection): void;
  /** Told of errors that are no refusals. */
  failed(error: unknown, during: string, by: Connection): void;
}
