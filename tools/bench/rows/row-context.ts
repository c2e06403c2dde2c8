import type { Ground } from '../ground.ts';
import type { Row } from '../report.ts';

export interface RowContext {
  readonly ground: Ground;
  readonly quick: boolean;
}

export interface RowMaker {
  /** What a person asks for: `npm run bench -- append`. One maker may make several rows. */
  readonly name: string;
  measure(this: void, context: RowContext): Promise<readonly Row[]>;
}
