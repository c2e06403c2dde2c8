import type { Ground } from '../ground.ts';
import type { Row } from '../report.ts';

export interface RowContext {
  /** The servers of the run, which start when the first row asks for them. */
  readonly startGround: (this: void) => Promise<Ground>;
  readonly quick: boolean;
  /** What has to be ended with the run, last registered first. */
  readonly cleanup: (this: void, end: () => Promise<void>) => void;
}

export interface RowMaker {
  /** What a person asks for: `npm run bench -- append`. One maker may make several rows. */
  readonly name: string;
  measure(this: void, context: RowContext): Promise<readonly Row[]>;
}
