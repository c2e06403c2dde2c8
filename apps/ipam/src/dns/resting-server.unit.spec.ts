import { describe, expect, it } from '@jest/globals';
import { type NameServer, NameTaken, ServerUnreachable } from '@ferrule/dns';
import { RestingServer } from './resting-server.ts';

/** Answers as it is told, and counts how often it is asked. */
const scripted = (answers: (Error | undefined)[]) => {
  let asked = 0;
  const answer = (): Promise<number> => {
    const error = answers[asked];
    asked += 1;
    return error === undefined ? Promise.resolve(0) : Promise.reject(error);
  };
  const server: NameServer = {
    zoneOf: () => answer().then(() => undefined),
    read: () => answer().then(() => []),
    put: answer,
    remove: answer,
  };
  return { server: new RestingServer('ns1', server), asked: () => asked };
};
const silent = new ServerUnreachable('ns1 did not answer');

describe('a server that did not answer', () => {
  it('is left alone, and everybody learns at once what it said last', async () => {
    const { server, asked } = scripted([silent]);
    await expect(server.put('a', [])).rejects.toBe(silent);
    await expect(server.zoneOf('a')).rejects.toThrow('ns1 did not answer');
    await expect(server.read('a', [])).rejects.toBeInstanceOf(ServerUnreachable);
    await expect(server.remove('a', [], 'net-1')).rejects.toBeInstanceOf(ServerUnreachable);
    expect(asked()).toBe(1);
  });

  it('is asked on when it says no: that is an answer', async () => {
    const taken = new NameTaken({ name: 'web', type: 'A' }, 'net-2');
    const { server, asked } = scripted([taken, undefined]);
    await expect(server.put('a', [])).rejects.toBe(taken);
    expect(await server.put('a', [])).toBe(0);
    expect(asked()).toBe(2);
  });
});
