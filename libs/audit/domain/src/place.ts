/** Where an event happened and what it is about, as far as its body says. */
export interface Place {
  readonly datacenter: string | null;
  readonly router: string | null;
  readonly network: string | null;
}

const NAMES = {
  datacenter: ['datacenter', 'datacenterId'],
  router: ['router', 'routerId'],
  network: ['networkId'],
} as const;

/** Bodies that hold what was asked for say there what they do not say themselves. */
const INNER = ['request', 'wish'];

const LONGEST = 200;

const textAt = (data: object, names: readonly string[]): string | null => {
  for (const name of names) {
    const value: unknown = Reflect.get(data, name);
    if (typeof value === 'string' && value !== '' && value.length <= LONGEST) return value;
  }
  return null;
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Streams are called after what they are about: `network-net-1`, `router-dc1-r1`. */
const fromStream = (stream: string, kind: string): string | null =>
  stream.startsWith(`${kind}-`) ? stream.slice(kind.length + 1) : null;

export const placeOf = (stream: string, data: unknown): Place => {
  const bodies = isObject(data)
    ? [data, ...INNER.map((name): unknown => Reflect.get(data, name)).filter(isObject)]
    : [];
  const find = (kind: keyof Place): string | null => {
    for (const body of bodies) {
      const found = textAt(body, NAMES[kind]);
      if (found !== null) return found;
    }
    return fromStream(stream, kind);
  };
  return { datacenter: find('datacenter'), router: find('router'), network: find('network') };
};
