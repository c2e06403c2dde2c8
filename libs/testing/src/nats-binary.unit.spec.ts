import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findNatsServer } from '@ferrule/testing';
import { natsServerVersion } from './nats-binary.ts';

let directory: string;
const put = (folder: string): string => {
  const file = join(directory, folder, 'nats-server');
  mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(file, '#!/bin/sh\necho nats-server: v2.12.6\n');
  chmodSync(file, 0o755);
  return file;
};
const nowhere = {
  debianFolders: [],
  installPackage: () => Promise.reject(new Error('there is no apt-get')),
  download: () => Promise.reject(new Error('there is no network')),
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ferrule-find-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('nats-server', () => {
  it('is taken from the path first, and then from the cache', async () => {
    const cache = put('cache');
    const sources = {
      ...nowhere,
      cache,
      path: [directory, join(directory, 'bin')].join(delimiter),
    };
    expect(await findNatsServer(sources)).toBe(cache);
    const onPath = put('bin');
    expect(await findNatsServer(sources)).toBe(onPath);
  });

  it('is found where Debian puts it, though that is not on the path', async () => {
    const file = put('sbin');
    const sources = { ...nowhere, path: '', cache: '', debianFolders: [join(directory, 'sbin')] };
    expect(await findNatsServer(sources)).toBe(file);
  });

  it('is installed where that works', async () => {
    const installed: string[] = [];
    const installPackage = async (name: string): Promise<void> => {
      installed.push(name);
      put('bin');
    };
    const path = join(directory, 'bin');
    const file = await findNatsServer({ ...nowhere, cache: '', path, installPackage });
    expect(file).toBe(join(path, 'nats-server'));
    expect(installed).toEqual(['nats-server']);
  });

  it('is downloaded into the cache when nothing else works', async () => {
    const cache = join(directory, 'cache', 'nats-server');
    const download = async (file: string): Promise<void> => {
      expect(file).toBe(cache);
      put('cache');
    };
    expect(await findNatsServer({ ...nowhere, path: '', cache, download })).toBe(cache);
  });

  it('is asked for in one sentence when it is nowhere to be had', async () => {
    const searching = findNatsServer({ ...nowhere, path: '', cache: '' });
    await expect(searching).rejects.toThrow(
      /^nats-server 2\.9 or later is needed .* install it .*$/,
    );
    const cause = await searching.catch((error: unknown) =>
      error instanceof Error ? error.cause : error,
    );
    expect(cause).toHaveProperty('errors', [
      expect.objectContaining({ message: 'there is no apt-get' }),
      expect.objectContaining({ message: 'there is no network' }),
    ]);
  });

  it('says its version', async () => {
    expect(await natsServerVersion(put('bin'))).toEqual([2, 12, 6]);
  });
});
