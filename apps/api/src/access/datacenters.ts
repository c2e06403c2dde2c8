import { Rejection } from '@ferrule/kernel';
import { callerNow } from './caller.ts';

/** Refuses what the caller asks for in a datacenter that it is not let into. */
export const checkDatacenter = (datacenter: string, field = 'datacenter'): void => {
  const { datacenters } = callerNow().scope;
  if (datacenters === null || datacenters.includes(datacenter)) return;
  throw new Rejection('FORBIDDEN', `${datacenter} is not a datacenter that you may use`, {
    field,
    ...(datacenters.length > 0 && { suggestion: `ask for one of: ${datacenters.join(', ')}` }),
  });
};
