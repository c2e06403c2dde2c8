import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import { downloadNatsServer, releaseName } from './nats-release.ts';

leakGuard();

const directory = mkdtempSync(join(tmpdir(), 'ferrule-release-'));
const file = join(directory, 'bin', 'nats-server');
const target = { platform: 'linux', arch: 'x64' } as const;
const folder = releaseName(target.platform, target.arch);
const name = `${folder}.tar.gz`;
const served = new Map<string, Buffer | string>();
const page = createServer((request, response) => {
  const body = served.get(basename(request.url ?? ''));
  if (body === 'silence') return;
  response.statusCode = body === undefined ? 404 : 200;
  response.end(body);
});
let url: string;

beforeAll(async () => {
  mkdirSync(join(directory, folder));
  writeFileSync(join(directory, folder, 'nats-server'), '#!/bin/sh\necho hello\n');
  execFileSync('tar', ['-czf', name, folder], { cwd: directory });
  page.listen(0, '127.0.0.1');
  await once(page, 'listening');
  const address = page.address();
  if (address === null || typeof address === 'string') throw new Error('the page has no port');
  url = `http://127.0.0.1:${address.port}`;
});
beforeEach(() => {
  rmSync(join(directory, 'bin'), { recursive: true, force: true });
  const archive = readFileSync(join(directory, name));
  const sum = createHash('sha256').update(archive).digest('hex');
  served.clear();
  served.set(name, archive);
  served.set('SHA256SUMS', `${'0'.repeat(64)}  other.tar.gz\n${sum}  ${name}\n`);
});
afterAll(async () => {
  page.close();
  page.closeAllConnections();
  await once(page, 'close');
  rmSync(directory, { recursive: true, force: true });
});

const download = (timeout = 5_000): Promise<void> =>
  downloadNatsServer(file, { page: url, ...target, timeout });

describe('a download of nats-server', () => {
  it('leaves a binary that runs, and nothing else', async () => {
    await download();
    expect(execFileSync(file, { encoding: 'utf8' })).toBe('hello\n');
    expect(readdirSync(join(directory, 'bin'))).toEqual(['nats-server']);
  });

  it('is refused when the sum is another', async () => {
    served.set('SHA256SUMS', `${'0'.repeat(64)}  ${name}\n`);
    await expect(download()).rejects.toThrow(
      /has the SHA-256 sum [0-9a-f]{64}, and SHA256SUMS says 0{64}/,
    );
    expect(existsSync(file)).toBe(false);
  });

  it('is refused when the list does not name the archive', async () => {
    served.set('SHA256SUMS', '');
    await expect(download()).rejects.toThrow(`SHA256SUMS names none of ${name}, ${folder}.zip`);
  });

  it('says what the page answered', async () => {
    served.delete(name);
    await expect(download()).rejects.toThrow(`${name} answered 404`);
  });

  it('ends in time when the page is silent', async () => {
    served.set(name, 'silence');
    await expect(download(100)).rejects.toThrow(/timeout/);
  });

  it('is not tried for a machine without a release', async () => {
    await expect(
      downloadNatsServer(file, { page: url, platform: 'sunos', arch: 'x64' }),
    ).rejects.toThrow('no release for sunos on x64');
  });
});
