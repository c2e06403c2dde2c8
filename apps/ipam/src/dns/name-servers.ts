import { PowerDnsServer, Rfc2136Server } from '@ferrule/dns';
import type { DnsConfig } from './dns.config.ts';
import { RestingServer } from './resting-server.ts';
import { type KeyedServer, readServerFile } from './server-file.ts';

interface Served {
  readonly server: RestingServer;
  readonly zones: readonly string[];
}

/** The servers that names are published to, and which of them a name belongs on. */
export class NameServers {
  private constructor(
    private readonly all: readonly Served[],
    readonly ttl: number,
  ) {}

  static off(): NameServers {
    return new NameServers([], 0);
  }

  static open({ file, timeout }: Pick<DnsConfig, 'file' | 'timeout'>): NameServers {
    if (file === undefined) return NameServers.off();
    const { servers, ttl } = readServerFile(file);
    return new NameServers(
      servers.map((one) => ({ server: adapterOf(one, timeout), zones: one.entry.zones })),
      ttl,
    );
  }

  get isOff(): boolean {
    return this.all.length === 0;
  }

  /** Whoever is asked about the smallest zone around the name. */
  serverFor(name: string): RestingServer | undefined {
    const candidates = this.all.flatMap(({ server, zones }) =>
      zones
        .filter((zone) => name === zone || name.endsWith(`.${zone}`))
        .map((zone) => ({ server, length: zone.length })),
    );
    return candidates.sort((a, b) => b.length - a.length)[0]?.server;
  }

  named(name: string): RestingServer | undefined {
    return this.all.find(({ server }) => server.name === name)?.server;
  }
}

const adapterOf = ({ entry, key }: KeyedServer, timeoutMs: number): RestingServer => {
  const { name, url = '', serverId, address = '', keyName = '' } = entry;
  if (entry.kind === 'powerdns') {
    const endpoint = { name, url, apiKey: key.reveal(), timeoutMs };
    return new RestingServer(
      name,
      new PowerDnsServer({ ...endpoint, ...(serverId !== undefined && { serverId }) }),
    );
  }
  const colon = address.lastIndexOf(':');
  return new RestingServer(
    name,
    new Rfc2136Server({
      ...{ name, timeoutMs, port: Number(address.slice(colon + 1)) },
      host: address.slice(0, colon).replace(/^\[|\]$/g, ''),
      key: { name: keyName, secret: Buffer.from(key.reveal(), 'base64') },
    }),
  );
};
