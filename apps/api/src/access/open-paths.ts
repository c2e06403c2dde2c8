const OPEN = new Set(['/health/live', '/health/ready', '/metrics', '/openapi.json', '/docs']);

/** What everybody may see: how the service is, and how it is used. All else has a door. */
export const isOpen = (path: string): boolean => OPEN.has(path) || path.startsWith('/docs/');
