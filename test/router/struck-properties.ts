import { expect } from '@jest/globals';
import type { RouterCommand } from '@ferrule/router-domain';
import type { Fault } from '@ferrule/router-simulator-core';
import type { Simulated } from './fault-properties.ts';
import type { Property } from './property.ts';

interface Case {
  /** What the router does, as the rest of a sentence. */
  readonly name: string;
  readonly fault: Fault;
  readonly command?: RouterCommand;
  /** How many reads go before it, without waiting for their answers. */
  readonly ahead?: number;
  /** `done`, or the code of the error with what the router said. */
  readonly outcome: string;
  /** How often the write has happened. */
  readonly writes: number;
}

const identity = { command: '/system/identity/print' };
const write = {
  command: '/interface/vlan/add',
  attributes: { name: 'a', interface: 'ether1', 'vlan-id': '100' },
};
const file = { command: '/file/add', attributes: { name: 'a.rsc', contents: '# a' } };
const sameName = 'REFUSED failure: already have interface with such name';
const done = { outcome: 'done', writes: 1 };
const lost = { outcome: 'LOST', writes: 0 };
const lostAfter = { outcome: 'LOST', writes: 1 };

/** For each kind of fault that a simulated router knows, how a write ends that meets it. */
const cases: Readonly<Record<Fault['do'], readonly Case[]>> = {
  latency: [{ name: 'is far away', fault: { do: 'latency', ms: 30, jitterMs: 10 }, ...done }],
  split: [
    {
      name: 'says what it says byte by byte',
      fault: { do: 'split', size: 1 },
      ...done,
    },
  ],
  delay: [{ name: 'thinks before it acts', fault: { do: 'delay', ms: 50 }, ...done }],
  late: [{ name: 'acts before it answers', fault: { do: 'late', ms: 50 }, ...done }],
  silence: [
    { name: 'says nothing', fault: { do: 'silence', times: 1 }, outcome: 'TIMED_OUT', writes: 0 },
    {
      name: 'says nothing of what it did',
      fault: { do: 'silence', run: true, times: 1 },
      outcome: 'TIMED_OUT',
      writes: 1,
    },
  ],
  refuse: [
    {
      name: 'refuses the next write',
      fault: { do: 'refuse', write: true, nth: 1, message: 'failure: not today' },
      outcome: 'REFUSED failure: not today',
      writes: 0,
    },
  ],
  fatal: [{ name: 'ends the session', fault: { do: 'fatal', times: 1 }, ...lost }],
  reset: [
    { name: 'resets before it acts', fault: { do: 'reset', times: 1 }, ...lost },
    {
      name: 'resets in the middle of its answer',
      fault: { do: 'reset', at: 'reply', times: 1 },
      ...lostAfter,
    },
  ],
  end: [
    { name: 'hangs up before it acts', fault: { do: 'end', times: 1 }, ...lost },
    {
      name: 'hangs up in the middle of its answer',
      fault: { do: 'end', at: 'reply', times: 1 },
      ...lostAfter,
    },
  ],
  reboot: [{ name: 'reboots', fault: { do: 'reboot', times: 1 }, ...lost }],
  crash: [
    {
      name: 'crashes after it has saved, and is away',
      fault: { do: 'crash', downMs: 100, times: 1 },
      ...lostAfter,
    },
    {
      name: 'crashes before it has saved',
      fault: { do: 'crash', lose: true, times: 1 },
      ...lost,
    },
  ],
  say: [
    {
      name: 'refuses without a tag',
      fault: { do: 'say', sentences: [['!trap', '=message=no']], run: false, times: 1 },
      outcome: 'REFUSED no',
      writes: 0,
    },
  ],
  rights: [
    {
      name: 'has taken rights away',
      fault: { do: 'rights', without: ['write'] },
      outcome: 'REFUSED not enough permissions (9)',
      writes: 0,
    },
  ],
  'full-disk': [
    {
      name: 'has a full disk',
      fault: { do: 'full-disk', message: 'failure: not enough space' },
      command: file,
      outcome: 'REFUSED failure: not enough space',
      writes: 0,
    },
  ],
  administrator: [
    {
      name: 'was changed by somebody else',
      fault: {
        do: 'administrator',
        verb: 'add',
        commands: [['/interface/vlan/add', '=name=a', '=interface=ether2', '=vlan-id=7']],
        times: 1,
      },
      outcome: sameName,
      writes: 1,
    },
  ],
  clamp: [
    {
      name: 'stands still now and then',
      fault: { do: 'clamp', burst: 1, perSecond: 50, stallEvery: 1, stallMs: 100 },
      ahead: 2,
      ...done,
    },
  ],
  tags: [
    {
      name: 'has its tags now here, now there',
      fault: { do: 'tags', order: 'alternate' },
      ...done,
    },
  ],
};

const said = (error: unknown): string => {
  const { code, message } = error as { readonly code: string; readonly message: string };
  return code === 'REFUSED' ? `${code} ${message}` : code;
};

const holds =
  ({ fault, command = write, ahead = 0, outcome, writes }: Case) =>
  async ({ driver, simulator }: Simulated): Promise<void> => {
    await driver.send(identity);
    const { faults, router } = simulator;
    const id = faults.add(fault);
    const struck = () => faults.list.find((set) => set.id === id)?.struck;
    const before = Array.from({ length: ahead }, () => driver.send(identity));
    const answer = driver.send(command, { timeoutMs: 1_000 });
    expect(await answer.then(() => 'done', said)).toBe(outcome);
    await Promise.all(before);
    // A fault that met nothing would prove nothing.
    expect(struck()).toBeGreaterThan(0);
    faults.clear();
    await expect(driver.send(identity)).resolves.toHaveProperty('rows.length', 1);
    const { rows } = await router.run([command.command.replace('/add', '/print'), '?name=a']);
    expect(rows).toHaveLength(writes);
  };

export const struckProperties: readonly Property<Simulated>[] = Object.values(cases)
  .flat()
  .map((struck) => ({ name: `goes on after a router that ${struck.name}`, holds: holds(struck) }));
