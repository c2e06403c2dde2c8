interface Layer {
  readonly route: { readonly methods: Readonly<Record<string, boolean>> };
  match(this: unknown, path: string): unknown;
}

const member = (value: unknown, name: string): unknown =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? Reflect.get(value, name)
    : undefined;

const isRoute = (layer: unknown): layer is Layer =>
  typeof member(member(layer, 'route'), 'methods') === 'object' &&
  typeof member(layer, 'match') === 'function';

const matches = (layer: Layer, path: string): boolean => {
  try {
    return Boolean(layer.match(path));
  } catch {
    return false; // a malformed escape in the path
  }
};

/**
 * Which methods the routes of a path have. Express knows but answers 404 for another one; it has no
 * public way to ask, so nothing is assumed of its router beyond what is looked at here.
 */
export const allowedMethods = (express: unknown, path: string): readonly string[] => {
  const stack = member(member(express, 'router'), 'stack');
  if (!Array.isArray(stack)) return [];
  const methods = stack
    .filter(isRoute)
    .filter((layer) => matches(layer, path))
    .flatMap(({ route }) => Object.keys(route.methods))
    .filter((method) => method !== '_all')
    .map((method) => method.toUpperCase());
  if (methods.length === 0) return [];
  const implied = methods.includes('GET') ? ['HEAD', 'OPTIONS'] : ['OPTIONS'];
  return [...new Set([...methods, ...implied])];
};
