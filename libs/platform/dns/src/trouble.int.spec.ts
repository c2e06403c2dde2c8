import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type PdnsServer, startPdnsServer } from '@ferrule/testing';
import {
  type NameServer,
  type OwnedRecord,
  PowerDnsServer,
  Rfc2136Server,
  ServerRefused,
  ServerUnreachable,
} from '@ferrule/dns';

const SECRET = 'c2VjcmV0LXRoYXQtbm9ib2R5LW1heS1zZWU=';
const record: OwnedRecord = {
  ...{ name: 'web.lab.example', type: 'A', values: ['172.16.150.7'] },
  ...{ ttl: 300, owner: 'net-1' },
};

const rfc2136 = (port: number, timeoutMs = 5_000, name = 'ferrule'): NameServer =>
  new Rfc2136Server({
    ...{ name: 'ns2', host: '127.0.0.1', port, timeoutMs },
    key: { name, secret: Buffer.from(SECRET, 'base64') },
  });
const powerDns = (port: number, timeoutMs = 5_000): NameServer =>
  new PowerDnsServer({
    ...{ name: 'ns1', url: `http://127.0.0.1:${port}`, apiKey: SECRET, timeoutMs },
  });
const failure = async (server: NameServer): Promise<Error> =>
  server.put('lab.example', [record]).then(
    () => new Error('it succeeded'),
    (error: unknown) => error as Error,
  );

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
/** A server that does with each connection what it is told. */
const serve = (work: (socket: Socket) => void): Promise<number> =>
  new Promise((resolve) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      work(socket);
    });
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
const serveHttp = (status: number, body: string): Promise<number> =>
  new Promise((resolve) => {
    const server: Server = createHttpServer((_, response) => response.writeHead(status).end(body));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const both = [
  ['PowerDNS', powerDns],
  ['RFC 2136', rfc2136],
] as const;

describe.each(both)('a server that is in trouble: %s', (_, open) => {
  it('is unreachable when nobody listens', async () => {
    expect(await failure(open(await freePort()))).toBeInstanceOf(ServerUnreachable);
  });

  it('is unreachable when it takes too long, and is not waited for', async () => {
    const port = await serve(() => undefined);
    const error = await failure(open(port, 100));
    expect(error).toBeInstanceOf(ServerUnreachable);
    expect(error.message).toContain('did not answer');
  });

  it('is unreachable when it hangs up, or speaks something else', async () => {
    const hangsUp = await serve((socket) => socket.destroy());
    const speaksElse = await serve((socket) => socket.end('\0\x04220 mail.example ESMTP\r\n'));
    for (const port of [hangsUp, speaksElse])
      expect(await failure(open(port))).toBeInstanceOf(ServerUnreachable);
  });
});

describe('PowerDNS', () => {
  it.each([
    [500, '{"error":"the database is gone"}', ServerUnreachable],
    [200, '<html>', ServerUnreachable],
    [200, '{"zones":[]}', ServerUnreachable],
    [401, 'Unauthorized', ServerRefused],
    [422, '{"error":"no"}', ServerRefused],
  ])('that answers %i and %s is understood', async (status, body, kind) => {
    expect(await failure(powerDns(await serveHttp(status, body)))).toBeInstanceOf(kind);
  });
});

describe('a real server', () => {
  let pdns: PdnsServer;
  beforeAll(async () => {
    pdns = await startPdnsServer();
    await pdns.makeZone('lab.example');
  }, 240_000);
  afterAll(() => pdns.discard());

  it('refuses a key that it does not know, or that is another, and the key is not told', async () => {
    const apiPort = Number(new URL(pdns.url).port);
    const servers = [
      powerDns(apiPort),
      rfc2136(pdns.port),
      rfc2136(pdns.port, 5_000, 'ferrule-spec'),
    ];
    for (const server of servers) {
      const error = await failure(server);
      expect(error).toBeInstanceOf(ServerRefused);
      expect(error.message).toContain('key');
      expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain(SECRET);
    }
  });

  it('refuses what is no name and no value', async () => {
    const server = new Rfc2136Server({
      ...{ name: 'ns2', host: pdns.host, port: pdns.port, timeoutMs: 5_000 },
      key: { name: pdns.tsig.name, secret: Buffer.from(pdns.tsig.secret, 'base64') },
    });
    const wrong = { ...record, values: ['nonsense'] };
    await expect(server.put('lab.example', [wrong])).rejects.toBeInstanceOf(ServerRefused);
    const outside = { ...record, name: 'web.elsewhere.example' };
    await expect(server.put('lab.example', [outside])).rejects.toBeInstanceOf(ServerRefused);
    const nowhere = { ...record, name: 'web.none.example' };
    await expect(server.put('none.example', [nowhere])).rejects.toBeInstanceOf(ServerRefused);
  });
});
