import { append } from './append.ts';
import { audit } from './audit.ts';
import { batch } from './batch.ts';
import { driver } from './driver.ts';
import { drain } from './drain.ts';
import { emmett } from './emmett.ts';
import { faults } from './faults.ts';
import { handling } from './handle.ts';
import { http } from './http.ts';
import { ipam } from './ipam.ts';
import { latency } from './latency.ts';
import { networks } from './networks.ts';
import { replay } from './replay.ts';
import { resources } from './resources.ts';
import { simulator } from './simulator.ts';
import type { RowMaker } from './row-context.ts';

export const makers: readonly RowMaker[] = [
  append,
  emmett,
  batch,
  handling,
  drain,
  latency,
  replay,
  ipam,
  audit,
  http,
  ...networks,
  simulator,
  driver,
  faults,
  resources,
];
