import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NameServers } from './name-servers.ts';
import { readServerFile } from './server-file.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ferrule-servers-'));
  writeFileSync(join(directory, 'key'), 'c2VjcmV0\n');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const powerdns = {
  ...{ name: 'ns1', kind: 'powerdns', url: 'http://127.0.0.1:8081', keyFile: 'key' },
  zones: ['dc1.example', '16.172.in-addr.arpa'],
};
const rfc2136 = {
  ...{ name: 'ns2', kind: 'rfc2136', address: '[::1]:53', keyName: 'ferrule', keyFile: 'key' },
  zones: ['example', 'lab.dc1.example'],
};
const fileOf = (content: unknown): string => {
  const path = join(directory, 'servers.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('the list of servers', () => {
  it('has servers with their keys, which stand in files of their own and are shown to nobody', () => {
    const { servers, ttl } = readServerFile(fileOf({ servers: [powerdns, rfc2136] }));
    expect(servers.map(({ entry, key }) => [entry.name, key.reveal()])).toEqual([
      ['ns1', 'c2VjcmV0'],
      ['ns2', 'c2VjcmV0'],
    ]);
    expect(ttl).toBe(300);
    expect(`${inspect(servers, { depth: 9 })}${JSON.stringify(servers)}`).not.toContain('c2VjcmV0');
  });

  it.each([
    ['is no JSON', '{', 'is no JSON'],
    ['names no server', { servers: [] }, 'servers'],
    ['has an unknown kind', { servers: [{ ...powerdns, kind: 'bind' }] }, 'servers[0].kind'],
    ['has no address', { servers: [{ ...rfc2136, address: undefined }] }, 'servers[0].address'],
    ['has a key in it', { servers: [{ ...powerdns, key: 'c2VjcmV0' }] }, 'servers[0].key'],
    ['has a zone with a final dot', { servers: [{ ...powerdns, zones: ['a.'] }] }, 'zones'],
    ['has a name twice', { servers: [powerdns, powerdns] }, 'different names'],
    [
      'names no file',
      { servers: [{ ...powerdns, keyFile: 'none' }] },
      'none cannot be read (ENOENT)',
    ],
  ])('that %s is refused, and says where', (_, content, sentence) => {
    const read = () => readServerFile(fileOf(content));
    expect(read).toThrow(sentence);
    expect(read).not.toThrow('c2VjcmV0');
  });
});

describe('a name', () => {
  it('belongs on the server with the smallest zone around it', () => {
    const servers = NameServers.open({
      file: fileOf({ servers: [powerdns, rfc2136] }),
      timeout: 1_000,
    });
    const on = (name: string) => servers.serverFor(name)?.name;
    expect(on('gw-vlan150.dc1.example')).toBe('ns1');
    expect(on('web.lab.dc1.example')).toBe('ns2');
    expect(on('www.example')).toBe('ns2');
    expect(on('notdc1.example')).toBe('ns2');
    expect(on('1.150.16.172.in-addr.arpa')).toBe('ns1');
    expect(on('1.0.168.192.in-addr.arpa')).toBeUndefined();
  });

  it('belongs on none without a list', () => {
    const servers = NameServers.open({ timeout: 1_000 });
    expect(servers.isOff).toBe(true);
    expect(servers.serverFor('dc1.example')).toBeUndefined();
  });
});
