import type { DemoDatacenter } from './demo-datacenters.ts';

/** Puts the base configuration on the routers; where it is already nothing is done. */
export const prepareDatacenters = async (
  api: string,
  key: string,
  datacenters: readonly DemoDatacenter[],
  say: (line: string) => void,
): Promise<void> => {
  await Promise.all(
    datacenters.map(async ({ id }) => {
      const failure = await prepare(`${api}/api/v1/datacenters/${id}/prepare`, key);
      if (failure !== undefined) say(`${id} is not prepared: ${failure}`);
    }),
  );
};

const prepare = async (url: string, key: string): Promise<string | undefined> => {
  const headers = { authorization: `Bearer ${key}`, prefer: 'wait=60' };
  const response = await fetch(url, { method: 'POST', headers });
  const answer: unknown = await response.json();
  if (response.status === 200) return undefined;
  if (response.status === 202) return 'it takes longer than a minute, and goes on';
  return String(Reflect.get(Object(answer), 'detail'));
};
