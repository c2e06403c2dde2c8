export const jobPath = (jobId: string, ...more: readonly string[]): string =>
  ['/api/v1/jobs', encodeURIComponent(jobId), ...more].join('/');
