import { request } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';
import { startControlPort } from './control-port.ts';
import type { ControlPort } from './control-port.ts';

leakGuard();

let simulator: Simulator;
let control: ControlPort;
let client: RawClient;

beforeEach(async () => {
  simulator = await startSimulator({ tls: true });
  control = await startControlPort(simulator);
  client = await RawClient.to(simulator.port);
});

afterEach(async () => {
  client.close();
  await control.close();
  await simulator.stop();
});

const ask = async (
  line: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number | undefined; type: string | undefined; body: unknown }> => {
  const [method, path] = line.split(' ');
  const call = request(new URL(path ?? '', control.url), {
    method: method ?? '',
    agent: false,
    headers,
  });
  call.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
  const [response] = (await once(call, 'response')) as [import('node:http').IncomingMessage];
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    body: await json(response),
  };
};

const problem = (status: number, detail: unknown) => ({
  status,
  type: 'application/problem+json',
  body: expect.objectContaining({ status, detail }),
});

const vlan = ['/interface/vlan/add', '=name=v1', '=vlan-id=1', '=interface=ether1'];
const vlans = async () => (await simulator.router.run(['/interface/vlan/print'])).rows.length;

describe('the control port', () => {
  it('says what is behind it, and what it knows', async () => {
    expect((await ask('GET /')).body).toMatchObject({
      version: '7.24 (stable)',
      board: 'CCR2116-12G-4S+',
      port: simulator.port,
      tls: { port: simulator.tls?.port, fingerprint: simulator.tls?.fingerprint },
      connections: [{ id: 1, user: 'admin' }],
      commands: 1,
      routes: expect.arrayContaining(['POST /faults', 'DELETE /faults/:id']),
    });
  });

  it('sets faults, tells what became of them, and takes them away', async () => {
    const fault = { do: 'refuse', verb: 'add', message: 'no' };
    expect(await ask('POST /faults', fault)).toMatchObject({ status: 201, body: { id: 1 } });
    await ask('POST /faults', { do: 'silence', path: '/ip/pool' });
    expect(await client.outcome(...vlan)).toBe('no');
    expect((await ask('GET /faults')).body).toMatchObject([
      { id: 1, fault, matched: 1, struck: 1 },
      { id: 2, struck: 0 },
    ]);
    expect((await ask('DELETE /faults/1')).status).toBe(200);
    expect(await client.outcome(...vlan)).toMatch(/^\*/u);
    expect((await ask('DELETE /faults')).status).toBe(200);
    expect((await ask('GET /faults')).body).toEqual([]);
  });

  it('runs commands as the router itself, and passes its refusals on', async () => {
    expect((await ask('POST /run', { words: vlan })).body).toEqual({
      rows: [],
      ret: expect.stringMatching(/^\*/u),
    });
    expect(await ask('POST /run', { words: vlan })).toEqual(
      problem(422, 'failure: already have interface with such name'),
    );
    expect((await ask('POST /run', { words: ['/system/identity/print'] })).body).toEqual({
      rows: [{ name: 'MikroTik' }],
    });
  });

  it('saves, reboots, and tells what changed and what arrived', async () => {
    const { body: before } = await ask('GET /snapshot');
    await ask('POST /save');
    await client.talk(...vlan);
    expect((await ask('POST /compare', before)).body).toMatchObject([
      { path: '/interface/vlan', missing: [], extra: [{ name: 'v1', 'vlan-id': '1' }] },
    ]);
    expect((await ask('GET /journal?since=1')).body).toMatchObject({
      total: 2,
      entries: [{ connection: 1, user: 'admin', words: vlan }],
    });
    expect((await ask('GET /state')).body).toMatchObject({ format: 'ferrule-router-state' });
    await ask('POST /reboot', { lose: true });
    expect(await client.next()).toEqual(['closed']);
    expect(await vlans()).toBe(0);
    await ask('DELETE /journal');
    expect((await ask('GET /journal')).body).toMatchObject({ total: 2, entries: [] });
  });

  it('says what would become of a packet', async () => {
    for (const words of [
      ['/ip/address/add', '=address=192.0.2.1/24', '=interface=ether1'],
      ['/ip/firewall/filter/add', '=chain=input', '=protocol=tcp', '=dst-port=22', '=action=drop'],
    ])
      await ask('POST /run', { words });
    const packet = { in: 'ether1', src: '192.0.2.9', dst: '192.0.2.1', protocol: 'tcp' };
    expect(
      (await ask('POST /packet', { ...packet, srcPort: 4000, dstPort: 80 })).body,
    ).toMatchObject({ verdict: 'accepted', delivered: 'router', inInterface: 'ether1' });
    expect(
      (await ask('POST /packet', { ...packet, srcPort: 4000, dstPort: 22 })).body,
    ).toMatchObject({ verdict: 'dropped', by: { menu: '/ip/firewall/filter' } });
    expect(await ask('POST /packet', packet)).toEqual(
      problem(422, expect.stringMatching(/does not tell its/u)),
    );
    expect(await ask('POST /packet', { ...packet, dst: '192.0.2.300' })).toEqual(
      problem(400, 'dst must be an IPv4 or IPv6 address, not "192.0.2.300"'),
    );
    expect(await ask('POST /packet', { ...packet, port: 1 })).toEqual(
      problem(400, expect.stringMatching(/^a packet has no port: take in, vrf,/u)),
    );
    expect(await ask('POST /packet', { src: '::1' })).toEqual(problem(400, 'a packet needs dst'));
  });

  it('ends connections', async () => {
    await ask('DELETE /connections');
    expect(await client.next()).toEqual(['closed']);
  });

  it.each([
    ['POST /faults', '{', 400, 'the body is no JSON'],
    ['POST /faults', { do: 'refuse', nht: 1 }, 400, expect.stringMatching(/^refuse has no nht/u)],
    ['POST /run', { words: [] }, 400, expect.stringMatching(/^words must be/u)],
    ['POST /reboot', { downMs: 'x' }, 400, expect.stringMatching(/^downMs of reboot must be/u)],
    ['POST /compare', [], 400, 'the body must be what GET /snapshot gave'],
    ['DELETE /faults/7', undefined, 404, 'there is no fault 7'],
    ['GET /nowhere', undefined, 404, 'there is no GET /nowhere: GET / lists what there is'],
    ['GET /journal?since=x', undefined, 400, 'since must be a whole number, not x'],
  ])('answers %s %j with a problem', async (line, body, status, detail) => {
    expect(await ask(line, body)).toEqual(problem(status, detail));
  });

  it('does nothing for a web page', async () => {
    const detail = 'the control port answers programs of this machine, not web pages';
    for (const headers of [{ origin: 'http://evil.example' }, { host: 'evil.example' }])
      expect(await ask('POST /reboot', {}, headers as Record<string, string>)).toEqual(
        problem(403, detail),
      );
    expect(simulator.router.connections.length).toBe(1);
  });

  it('says so when its port is in use', async () => {
    await expect(startControlPort(simulator, { port: control.port })).rejects.toThrow(
      `port ${control.port} of 127.0.0.1 is in use`,
    );
  });

  it('lets hosts ask for leases, and answers the DHCP clients of the router', async () => {
    const { router } = simulator;
    await router.run(['/ip/pool/add', '=name=p', '=ranges=10.0.0.7']);
    await router.run(['/ip/dhcp-server/add', '=name=lan', '=interface=ether1', '=address-pool=p']);
    await router.run(['/ip/dhcp-client/add', '=interface=ether2']);
    const lease = { server: 'lan', mac: '02:00:00:00:00:01', hostName: 'pc' };
    expect((await ask('POST /lease', lease)).body).toEqual({ address: '10.0.0.7' });
    expect(await ask('POST /lease', { ...lease, mac: '02:00:00:00:00:02' })).toEqual(
      problem(422, 'failure: no free address in the pool'),
    );
    const answer = { interface: 'ether2', address: '198.51.100.7/24' };
    expect((await ask('POST /dhcp-answer', answer)).status).toBe(200);
    expect((await router.run(['/ip/dhcp-client/print'])).rows).toMatchObject([{ status: 'bound' }]);
    expect(await ask('POST /dhcp-answer', { ...answer, address: '1.2.3.4' })).toEqual(
      problem(400, 'address must be an IPv4 address with its prefix length, not "1.2.3.4"'),
    );
    expect(await ask('POST /lease', { server: 'lan' })).toEqual(problem(400, 'mac is missing'));
    expect(await ask('POST /lease', { ...lease, color: 'red' })).toEqual(
      problem(400, 'there is no color: take server, mac, hostName'),
    );
  });
});
