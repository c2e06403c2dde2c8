export { Bucket, type BucketOptions, type Entry } from './bucket.ts';
export { Lease, type LeaseOptions } from './lease.ts';
