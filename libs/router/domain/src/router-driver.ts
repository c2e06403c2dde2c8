/** Names and values as the router writes them: everything is text. */
export type Attributes = Readonly<Record<string, string>>;

export interface RouterCommand {
  /** Path and verb: `/interface/vlan/add`. */
  readonly command: string;
  /** `.proplist`, `count-only` and the like belong here too. */
  readonly attributes?: Attributes;
  /** Query words in the router's own notation and order: `?name=x`, `?#!`. */
  readonly query?: readonly string[];
}

export interface CommandOptions {
  /**
   * From the moment it is written; for a stream, the longest silence between two rows. `Infinity`
   * waits for ever, as a `listen` has to.
   */
  readonly timeoutMs?: number;
  /** Takes the command back: from the queue, or by the router's own means of interrupting it. */
  readonly signal?: AbortSignal;
}

export interface RouterReply {
  readonly rows: readonly Attributes[];
  /** What the command returned: the id of a new row, a count. */
  readonly ret?: string;
}

/**
 * One router, for whoever knows its menus. Commands run side by side: whoever needs an order waits
 * for one answer before sending the next. Every command ends, with an answer or a `RouterError`.
 */
export interface RouterDriver {
  /** The whole answer. Rejects with a `RouterError`, for a refusal with a `RouterTrap`. */
  send(command: RouterCommand, options?: CommandOptions): Promise<RouterReply>;
  /** The rows as they come, no faster than they are taken. Sent when the first one is asked for. */
  stream(command: RouterCommand, options?: CommandOptions): AsyncIterableIterator<Attributes>;
  /** What is not answered yet ends as `CLOSED`. Resolves when nothing is open any more. */
  close(): Promise<void>;
}
