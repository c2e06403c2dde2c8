import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandRecord, readRecord } from './command-record.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ferrule-record-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('the record of commands', () => {
  it('holds the shape of each command once, and no value of any', async () => {
    const record = new CommandRecord('7.24', directory);
    record.note('ferrule', ['/user/add', '=password=s3cret=', '=name=a', '.tag=1', '?name=b']);
    record.note('ferrule', ['/user/add', '=name=b', '=password=other']);
    expect(readRecord(directory)).toEqual([
      { profile: '7.24', command: '/user/add', names: ['name', 'password'] },
    ]);
    const [file = ''] = await readdir(directory);
    expect(await readFile(join(directory, file), 'utf8')).not.toContain('s3cret');
  });

  it('holds nothing of whoever logged in under another name', () => {
    new CommandRecord('7.24', directory).note('admin', ['/nonsense']);
    expect(readRecord(directory)).toEqual([]);
  });
});
