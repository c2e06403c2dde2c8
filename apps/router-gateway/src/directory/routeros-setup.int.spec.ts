import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plan } from '@ferrule/router-contracts';
import { applyStage, RouterTrap, revertStage } from '@ferrule/router-domain';
import { type Simulator, startSimulator } from '@ferrule/router-simulator-core';
import { RouterOsDriver } from '@ferrule/routeros';
import { leakGuard } from '@ferrule/testing';
import { Errand } from '../order/errand.ts';
import { planWish } from '../order/plan-wish.ts';
import { RouterLink } from '../router/router-link.ts';
import { DC1, entryFor, keys } from '../spec-rig.ts';
import { readRoutersFile } from './read-routers-file.ts';

leakGuard();

const PASSWORD = 'a long random password';
let simulator: Simulator;
let guide: string;
let link: RouterLink;

/** What the guide says to paste, as a person in front of this router would paste it. */
const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp('```' + language + '\n([\\s\\S]*?)```', 'g'))].map(
    ([, text = '']) => text.replaceAll('10.254.1.0/24', '127.0.0.0/8'),
  );

beforeAll(async () => {
  guide = await readFile(join(import.meta.dirname, '../../../../docs/routeros-setup.md'), 'utf8');
  simulator = await startSimulator({ tls: true });
  for (const [at, source] of blocks('routeros').entries()) {
    const policy = 'read,write,policy,test,sensitive';
    const name = `paste-${at}`;
    await simulator.router.run([
      '/system/script/add',
      `=name=${name}`,
      `=policy=${policy}`,
      `=source=${source}`,
    ]);
    await simulator.router.run(['/system/script/run', `=.id=${name}`]);
  }
  const { port = 0, fingerprint = '' } = simulator.tls ?? {};
  link = new RouterLink(
    entryFor('dc1-r1', port, { user: 'ferrule', password: PASSWORD }),
    ({ user, password }) =>
      new RouterOsDriver({
        host: '127.0.0.1',
        port,
        user,
        password,
        tls: { fingerprint256: fingerprint },
      }),
    { commandTimeoutMs: 5_000, breakerChanged: () => undefined },
  );
});
afterAll(async () => {
  await link.close();
  await simulator.stop();
});

const errand = () => {
  const never = new AbortController().signal;
  const notAfter = new Date(Date.now() + 20_000).toISOString();
  return new Errand({ link, notAfter, check: () => undefined, lost: never, stopping: never });
};

describe('the guide to prepare a router', () => {
  it('has a routers file that a gateway takes', () => {
    const [file = ''] = blocks('json');
    const sealed = file.replace('sealed:v1:…', keys.seal(PASSWORD, 'router/dc1-r1/password'));
    const text = sealed.replace('"…"', `"${'AB:'.repeat(31)}AB"`);
    expect(readRoutersFile(text, 'DC1', keys)).toMatchObject({
      datacenter: { id: 'DC1' },
      routers: [{ id: 'dc1-r1', user: 'ferrule', password: PASSWORD, port: 8729 }],
    });
  });

  it('leaves the API to TLS alone', async () => {
    const { rows } = await simulator.router.run(['/ip/service/print', '?name=api']);
    expect(rows).toMatchObject([{ disabled: 'true' }]);
    const [tls] = (await simulator.router.run(['/ip/service/print', '?name=api-ssl'])).rows;
    expect(tls).toMatchObject({ certificate: 'ferrule-api', disabled: 'false' });
  });

  it('makes a user that can do and undo what a datacenter needs', async () => {
    const before = simulator.router.snapshot();
    const datacenter = readRoutersFile(
      JSON.stringify({ datacenters: [DC1], routers: [] }),
      'DC1',
      keys,
    ).datacenter;
    const planned = await errand().run(() =>
      planWish({
        tag: 'nnc-provisioned-dc-DC1',
        wish: { kind: 'datacenter' },
        datacenter,
        version: null,
      }),
    );
    const plan: Plan = 'plan' in planned ? planned.plan : { stages: [], warnings: [] };
    expect(plan.stages.length).toBeGreaterThan(1);
    for (const stage of plan.stages)
      expect(await errand().run(() => applyStage(stage))).toMatchObject({ failure: null });
    expect(simulator.router.compare(before)).not.toEqual([]);
    for (const stage of plan.stages.toReversed())
      expect(await errand().run(() => revertStage(stage))).toMatchObject({ failure: null });
    expect(simulator.router.compare(before)).toEqual([]);
  }, 20_000);

  it('makes a user that can do nothing else', async () => {
    for (const [command, attributes] of [
      ['/user/add', { name: 'eve', group: 'full', password: 'eve' }],
      ['/user/group/set', { '.id': 'ferrule', policy: 'full' }],
    ] as const)
      await expect(link.send({ command, attributes })).rejects.toThrow(RouterTrap);
  });
});
