import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RawClient } from '../spec-client.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator } from '../start-simulator.ts';

let simulator: Simulator;
let client: RawClient;

beforeEach(async () => {
  simulator = await startSimulator();
  client = await RawClient.to(simulator.port);
  for (const line of [
    '/ip/address/add =address=203.0.113.2/30 =interface=ether1',
    '/ip/arp/add =address=203.0.113.1 =interface=ether1 =mac-address=02:00:00:00:00:01',
    '/ip/route/add =gateway=203.0.113.1',
  ])
    await simulator.router.run(line.split(' '));
});

afterEach(async () => {
  client.close();
  await simulator.stop();
});

const ping = (address: string, ...words: readonly string[]) =>
  client.rows('/tool/ping', `=address=${address}`, '=count=1', ...words);

describe('a ping', () => {
  it('of the router itself is answered', async () => {
    expect(await ping('203.0.113.2')).toEqual([
      expect.objectContaining({ seq: '0', host: '203.0.113.2', received: '1', ttl: '64' }),
    ]);
    expect(await ping('127.0.0.1')).toEqual([expect.objectContaining({ received: '1' })]);
  });

  it('of a neighbour is answered where /ip/arp knows it, and so is what lies behind a gateway', async () => {
    expect(await ping('203.0.113.1')).toMatchObject([{ 'packet-loss': '0', time: '400us' }]);
    expect(await ping('198.51.100.7')).toMatchObject([{ received: '1' }]);
    await simulator.router.run(['/ip/arp/remove', '=.id=*1']);
    for (const address of ['203.0.113.1', '198.51.100.7'])
      expect(await ping(address)).toEqual([
        {
          seq: '0',
          host: address,
          status: 'timeout',
          sent: '1',
          received: '0',
          'packet-loss': '100',
        },
      ]);
  });

  it.each([
    ['/ip/route/remove =.id=*80000001', 'no route to host'],
    ['/ip/firewall/filter/add =chain=output =action=drop', 'packet rejected'],
    ['/ip/firewall/filter/add =chain=input =action=drop', 'timeout'],
  ])('fails as packets do after %s', async (line, status) => {
    await simulator.router.run(line.split(' '));
    expect(await ping('198.51.100.7')).toMatchObject([{ status, received: '0' }]);
  });

  it('counts on from row to row', async () => {
    const rows = await client.rows('/ping', '=address=127.0.0.1', '=count=3', '=interval=10ms');
    expect(rows.map(({ seq, sent }) => [seq, sent])).toEqual([
      ['0', '1'],
      ['1', '2'],
      ['2', '3'],
    ]);
  });

  it('without a count goes on until it is cancelled', async () => {
    client.send('/ping', '=address=127.0.0.1', '=interval=10ms', '.tag=p');
    for (let seq = 0; seq < 3; seq += 1) expect(await client.next()).toContain(`=seq=${seq}`);
    client.send('/cancel', '=tag=p', '.tag=c');
    const rest = [await client.replies(), await client.replies()].flat();
    expect(rest.filter(([word]) => word === '!done')).toEqual([
      ['!done', '.tag=c'],
      ['!done', '.tag=p'],
    ]);
  });

  it.each([
    ['=address=127.0.0.1 =frequency=2', 'unknown parameter frequency'],
    ['=count=2', 'missing =address='],
    ['=address=127.0.0.1 =count=0', 'value of count out of range (1..4294967295)'],
    ['=address=127.0.0.1 =interface=none', 'input does not match any value of interface'],
    ['=address=nobody', expect.stringContaining('could not get answer from dns server')],
  ])('with %s is refused', async (words, message) => {
    expect(await client.outcome('/ping', ...words.split(' '))).toEqual(message);
  });
});
