import type { Attributes } from '@ferrule/router-contracts';

/** One row of a router as it is to be, or the values of a singleton. */
export interface Resource {
  readonly path: string;
  /** In the spelling in which the router reads them back; the tag is among them, as `comment`. */
  readonly attributes: Attributes;
  /** False: what fails is a warning, and the rest goes on. */
  readonly critical: boolean;
  /** Made disabled, enabled by the last stage of a plan, and disabled by the first one on removal. */
  readonly gate?: true;
  /**
   * In an ordered menu: resources of one path and chain stand in the order in which they are given,
   * before all rows of others or after them.
   */
  readonly stands?: 'first' | 'last';
}
