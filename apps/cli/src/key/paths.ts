export const KEYS = '/api/v1/keys';

export const pathOf = (id: string, ...more: readonly string[]): string =>
  [KEYS, ...[id, ...more].map((part) => encodeURIComponent(part))].join('/');
