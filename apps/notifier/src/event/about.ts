/** What an event is about, as far as its body says. */
export interface About {
  readonly networkId: string | null;
  readonly datacenter: string | null;
  readonly router: string | null;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= 64 ? value : null;

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

export const aboutOf = ({ body }: { readonly body: string }): About => {
  const data = objectOf(JSON.parse(body));
  return {
    networkId: textOf(data['networkId']),
    datacenter:
      textOf(data['datacenter']) ??
      textOf(objectOf(data['request'])['datacenter']) ??
      textOf(data['datacenterId']),
    router: textOf(data['router']) ?? textOf(data['routerId']),
  };
};
