import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { checkConformance, hasReference } from './check-conformance.ts';

const directory = fileURLToPath(
  new URL('../../../../../../shared/reference/routeros/', import.meta.url),
);

/** Of a checkout without the files nothing can be said, and so nothing is found. */
const report = hasReference(directory) ? checkConformance(directory) : undefined;

describe('what the simulator accepts, where it can be held against what routers said of themselves', () => {
  it('is what RouterOS accepts, in each version that there is a profile for', () => {
    expect(Object.values(report?.findings ?? {}).flat()).toEqual([]);
  });

  it('is all of what provisioning needs', () => {
    expect(report?.mission.missing ?? []).toEqual([]);
  });
});
