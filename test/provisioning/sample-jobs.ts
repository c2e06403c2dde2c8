// What the domain's own specs run on: a job of each workflow. Production code has no use for them, so
// the library does not export them, and here they are reached by their place.
/* eslint-disable @nx/enforce-module-boundaries -- see above */
export { networkWish } from '../../libs/provisioning/domain/src/network-wish.ts';
export {
  allocation,
  jobsOf,
  NOON,
  reasonOf,
  request,
} from '../../libs/provisioning/domain/src/spec-jobs.ts';
