import type { DatacenterView } from '@ferrule/inventory-contracts';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';
import { usage } from '../failure.ts';
import { type Fields, given } from '../order-file.ts';
import { readSecretFile } from '../secret.ts';

export interface BgpOptions {
  /** False when `--no-bgp` was given. */
  readonly bgp?: boolean;
  readonly as?: number;
  readonly bgpRouterId?: string;
  readonly peer?: readonly string[];
  readonly peerKey?: readonly string[];
}

interface Peer {
  readonly name: string;
  readonly address: string;
  readonly as: number;
  readonly md5?: boolean;
  readonly md5Key?: string;
}

export const withBgp = (command: Command): Command =>
  command
    .option('--as <number>', 'its AS number', wholeNumber(1, 4_294_967_295))
    .option('--bgp-router-id <address>', 'by which its routers are known in BGP')
    .option('--peer <name=address,as...>', 'all that it speaks BGP with')
    .option('--peer-key <name=file...>', 'the password of a peer, from a file');

const split = (text: string, at: string, form: string): readonly [string, string] => {
  const index = text.indexOf(at);
  if (index <= 0) throw usage(`${text} must be ${form}.`);
  return [text.slice(0, index), text.slice(index + 1)];
};

const peerOf = (text: string): Peer => {
  const form = 'NAME=ADDRESS,AS, such as dc2=10.255.2.1,65001';
  const [name, rest] = split(text, '=', `--peer ${form}`);
  const [address, as] = split(rest, ',', `--peer ${form}`);
  if (!/^\d{1,10}$/u.test(as)) throw usage(`${text} must be --peer ${form}.`);
  return { name, address, as: Number(as) };
};

const keysOf = async (peerKeys: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const keys = new Map<string, string>();
  for (const text of peerKeys) {
    const [name, file] = split(text, '=', '--peer-key NAME=FILE');
    keys.set(name, await readSecretFile(file, '--peer-key'));
  }
  return keys;
};

/** What there is, with what was said in its place: a peer keeps its key unless it gets another. */
export const bgpOf = async (
  { bgp, as, bgpRouterId, peer, peerKey = [] }: BgpOptions,
  current: (() => Promise<DatacenterView>) | undefined,
): Promise<Fields> => {
  if (bgp === false) return { bgp: null };
  const isSaid = [as, bgpRouterId, peer].some((one) => one !== undefined) || peerKey.length > 0;
  if (!isSaid) return {};
  const before = (await current?.())?.bgp ?? null;
  const known = before?.peers ?? [];
  const peers: readonly Peer[] = peer?.map(peerOf) ?? known;
  const keys = await keysOf(peerKey);
  for (const name of keys.keys())
    if (!peers.some((one) => one.name === name)) throw usage(`there is no BGP peer ${name}.`);
  return {
    bgp: {
      ...given({ as: as ?? before?.as, routerId: bgpRouterId ?? before?.routerId }),
      peers: peers.map(({ name, address, as: number }) => ({
        ...{ name, address, as: number },
        ...(known.some((one) => one.name === name && one.md5) && { md5: true }),
        ...(keys.has(name) && { md5Key: keys.get(name) }),
      })),
    },
  };
};
