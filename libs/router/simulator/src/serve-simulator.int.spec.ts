import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { leakGuard } from '@ferrule/testing';
import { servedText, serveSimulator } from './serve-simulator.ts';
import type { Served, ServeOptions } from './serve-simulator.ts';
import { RawClient } from './spec-client.ts';

leakGuard();

let directory: string;
let state: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'router-'));
  state = join(directory, 'r1.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Serves until the work is done. */
const during = async (
  options: ServeOptions,
  work: (served: Served) => Promise<void> = async () => undefined,
): Promise<void> => {
  const stop = new AbortController();
  let worked: Promise<void> | undefined;
  const serving = serveSimulator({ port: '0', ...options }, stop.signal, (served) => {
    worked = work(served).finally(() => stop.abort());
  });
  await serving;
  await worked;
};

const vlan = ['/interface/vlan/add', '=name=v1', '=vlan-id=1', '=interface=ether1'];

describe('a simulator for people', () => {
  it('keeps its state from one start to the next', async () => {
    await during({ state }, async ({ port }) => {
      const client = await RawClient.to(port);
      await client.talk(...vlan);
      client.close();
    });
    await during({ state }, async ({ port, login }) => {
      expect(login).toBe('as the state file says');
      const client = await RawClient.to(port);
      expect(await client.rows('/interface/vlan/print')).toMatchObject([{ name: 'v1' }]);
      client.close();
    });
  });

  it('goes back to the file that it started from when it loses what was not saved', async () => {
    await during({ state }, async ({ port }) => {
      const client = await RawClient.to(port);
      await client.talk(...vlan);
      client.close();
    });
    await during({ state, controlPort: '0' }, async ({ port, controlPort = 0 }) => {
      await fetch(`http://127.0.0.1:${controlPort}/reboot`, {
        method: 'POST',
        body: '{"lose":true}',
        headers: { connection: 'close' },
      });
      const client = await RawClient.to(port);
      expect(await client.rows('/interface/vlan/print')).toMatchObject([{ name: 'v1' }]);
      client.close();
    });
  });

  it('lets those in whom the command line names, also into a state that knows others', async () => {
    await during({ state });
    await during({ state, user: ['eve:a:b', 'bob:'] }, async ({ port, login }) => {
      expect(login).toBe('as eve, bob');
      for (const [user, password] of [
        ['eve', 'a:b'],
        ['bob', ''],
      ]) {
        const client = await RawClient.to(port, user, password);
        expect((await client.rows('/system/identity/print')).length).toBe(1);
        client.close();
      }
    });
  });

  it('says where everything is', async () => {
    const options = { state, tlsPort: '0', controlPort: '0', profile: '7.16', board: 'RB5009' };
    await during(options, async (served) => {
      const text = servedText(served);
      expect(text).toContain('A simulated RB5009UG+S+ with RouterOS 7.16.2 (stable).');
      expect(text).toContain(`API       127.0.0.1:${served.port}\n`);
      expect(text).toContain(`API-SSL   127.0.0.1:${String(served.tlsPort)}\n`);
      expect(text).toContain(`control   http://127.0.0.1:${String(served.controlPort)}\n`);
      expect(text).toContain(`SHA-256 ${String(served.fingerprint)}\n`);
      expect(text).toContain('log in    as admin, without a password\n');
      expect(text).toContain(`state     ${state}\n`);
    });
  });

  it.each([
    [{ profile: '6.49' }, /^there is no profile 6\.49: take one of 7\.16, /u],
    [{ board: 'RB750' }, /^there is no board RB750: take one of CCR2116-12G-4S\+, /u],
    [{ port: '70000' }, '--port must be a port from 0 to 65535, not 70000'],
    [{ tlsPort: 'x' }, '--tls-port must be a port from 0 to 65535, not x'],
    [{ user: ['admin'] }, /^--user must be name:password, .* not admin$/u],
    [{ state: '/no/such/folder/r1.json' }, /^the state file \/no\/such\/folder\/r1\.json cannot/u],
    [{ menus: '/no/such/menus.json' }, /^the menus of \/no\/such\/menus\.json cannot be used/u],
  ])('is refused in one sentence: %j', async (options, message) => {
    await expect(during(options)).rejects.toThrow(message);
    await expect(during(options)).rejects.toHaveProperty('name', 'SimulatorRefusal');
  });

  it.each(['', '{"format":', '{"format":"ferrule-router-state","version":2}'])(
    'leaves a damaged state file as it was: %j',
    async (text) => {
      writeFileSync(state, text);
      await expect(during({ state })).rejects.toThrow(/ cannot be used, and was left as it is: /u);
      expect(readFileSync(state, 'utf8')).toBe(text);
    },
  );

  it('is refused a port that is in use, whichever it is', async () => {
    await during({}, async ({ port }) => {
      const taken = `port ${port} of 127.0.0.1 is in use`;
      for (const option of ['port', 'tlsPort', 'controlPort'])
        await expect(during({ [option]: String(port) })).rejects.toThrow(taken);
    });
  });
});
