import type { Command, Event } from '@ferrule/kernel';

export interface ImportRef {
  readonly importId: string;
}

/** One line as it was written: checked as a whole list, never believed. */
export interface ImportLine {
  /** Where it stood in the file, for the report. */
  readonly line: number;
  /** Named by their columns; what is empty is absent. */
  readonly values: Readonly<Record<string, string>>;
}

export type ImportStatus = 'staged' | 'committing' | 'committed' | 'undoing' | 'undone';

export type ImportCommand =
  | Command<'StageImport', ImportRef & { readonly lines: readonly ImportLine[] }>
  | Command<'CommitImport', ImportRef>
  | Command<'UndoImport', ImportRef>;

export type ImportEvent =
  | Event<'ImportCommitted', ImportRef & { readonly lines: number }>
  | Event<'ImportUndone', ImportRef & { readonly lines: number; readonly reason: string }>;
