export const pathOf = (id: string, ...more: readonly string[]): string =>
  ['/api/v1/webhooks', ...[id, ...more].map((part) => encodeURIComponent(part))].join('/');
