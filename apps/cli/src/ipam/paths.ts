export const poolPath = (id: string, ...more: readonly string[]): string =>
  ['/api/v1/ipam/pools', encodeURIComponent(id), ...more].join('/');
