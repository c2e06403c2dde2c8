import type { RouterFailure } from '@ferrule/router-contracts';
import type { Precondition } from './precondition.ts';
import type { Resource } from '../resource.ts';

/** What a wish comes to on one router, or why it comes to nothing. */
export type Compiled =
  | {
      readonly resources: readonly Resource[];
      /** Read, and judged, before anything is planned. */
      readonly preconditions: readonly Precondition[];
      readonly warnings: readonly string[];
    }
  | { readonly failure: RouterFailure };

export const refused = (
  field: string,
  message: string,
  suggestion: string | null = null,
): RouterFailure => ({ code: 'WISH_REFUSED', message, field, suggestion });

/** Opaque ids: they stand in comments, subjects and names of rows. */
export const isId = (text: string): boolean => /^[A-Za-z0-9_-]{1,32}$/u.test(text);

/** How a tag is made of whom it is for: `tagOf`, with the deployment's prefix. */
export type TagFor = (subject: string) => string;

export const datacenterSubject = (id: string): string => `dc-${id}`;

export const row = (path: string, attributes: Resource['attributes']): Resource => ({
  path,
  attributes,
  critical: true,
});

/** For rows that keep others out: a disabled one is no longer as it is to be. */
export const enabledRow = (path: string, attributes: Resource['attributes']): Resource =>
  row(path, { ...attributes, disabled: 'false' });
