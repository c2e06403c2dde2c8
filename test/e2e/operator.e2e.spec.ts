import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { JobView } from '@ferrule/provisioning-contracts';
import { until } from '@ferrule/testing';
import { routerOf, rowsOf } from './router.ts';
import { useStack } from './stack.ts';

const stack = useStack();
const router = routerOf(stack, 'DC1');
const root = join(import.meta.dirname, '../..');

/** The command line as an operator has it: it finds the stack by its directory. */
const ferrule = (line: string) =>
  new Promise<{ readonly code: number; readonly out: string; readonly err: string }>((resolve) => {
    const args = [join(root, 'apps/cli/dist/main.js'), '--data', stack.data, ...line.split(' ')];
    const env = { PATH: process.env['PATH'] };
    execFile(process.execPath, args, { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
const jobOf = async (jobId: string): Promise<JobView> => {
  const { body }: { body: unknown } = await stack.call('GET', `/api/v1/jobs/${jobId}`);
  return body as JobView;
};
/** Every command line is a process of its own, which a busy machine takes seconds to start. */
const PATIENT = { timeout: 60_000 };
const PROVISION = 'network provision --client acme-corp --datacenter DC1 --size /24';
/** Types what a terminal would take, as a script of the router. */
const type = (script: string) => router.run(['/execute', `=script=${script}`, '=as-string=yes']);

afterEach(() => router.heal());

describe('an operator on call', () => {
  it('finds what waits, removes by hand what is left, and has the rest undone', async () => {
    const before = await router.snapshot();
    const refusal = { do: 'refuse', message: 'failure: out of luck' };
    await router.fault({ ...refusal, path: '/ip/firewall/address-list', verb: 'add', times: 1 });
    await router.fault({ ...refusal, path: '/ip/pool', verb: 'remove' });
    const asked = await ferrule(PROVISION);
    expect(asked.code).toBe(1);
    const [, jobId = ''] = /ferrule job show (job-[0-9a-f]+)/u.exec(asked.err) ?? [];

    const waiting = await ferrule('job list --needs-operator');
    expect(waiting.out).toContain(`${jobId}  NEEDS_OPERATOR`);
    const { out } = await ferrule(`job show ${jobId}`);
    const commands = [...out.matchAll(/^ {2}(\/\S+\/(?:remove|set) .*)$/gmu)].map(([, one]) => one);
    expect(commands).toContainEqual(expect.stringMatching(/^\/ip\/pool\/remove \[find name=/u));
    await router.heal();
    for (const command of commands) await type(command ?? '');
    expect(await router.differences(before)).toEqual([]);

    const retried = await ferrule(`job retry ${jobId} --reason typed-by-hand`);
    expect(retried.code).toBe(0);
    const job = await jobOf(jobId);
    expect(job).toMatchObject({ status: 'FAILED', left: [] });
    const network = await stack.call('GET', `/api/v1/networks/${String(job.networkId)}`);
    expect(network.body['status']).toBe('released');
    const timeline = await ferrule(`job timeline ${jobId}`);
    expect(timeline.out).toMatch(/StepRetried .*typed-by-hand/u);
    expect((await ferrule('job list --needs-operator')).err).toContain('There is no such job.');
  }, 180_000);

  it('sees what a network would be, and takes it down again when it is one', async () => {
    const before = await router.snapshot();
    const planned = await ferrule(PROVISION.replace('provision', 'plan'));
    expect(planned).toMatchObject({ code: 0, err: 'Nothing was taken, and nothing written.\n' });
    expect(planned.out).toMatch(/^\+ \/interface\/vlan\/add .*name=vlan/mu);
    expect(planned.out).toMatch(/^\d+ to add, 1 to change, 0 to remove\.$/mu);
    expect(await router.differences(before)).toEqual([]);
    const made = await ferrule(`${PROVISION} --json`);
    const { networkId } = JSON.parse(made.out) as { readonly networkId: string };
    expect(rowsOf(await router.snapshot(), `nnc-provisioned-${networkId}`)).not.toEqual([]);
    const gone = await ferrule(`network delete ${networkId} --ticket CHG-1`);
    expect(gone).toMatchObject({ code: 0, out: expect.stringContaining('is released') });
    expect(await router.differences(before)).toEqual([]);
  }, 180_000);

  it('pauses a job and lets it go on', async () => {
    await router.fault({ do: 'delay', ms: 5_000, write: true });
    const { out } = await ferrule(`${PROVISION} --async --json`);
    const { jobId } = JSON.parse(out) as { readonly jobId: string };
    await until(async () => (await jobOf(jobId)).status === 'IN_PROGRESS', PATIENT);
    const paused = await ferrule(`job pause ${jobId} --reason lunch`);
    expect(paused.out.trim()).toBe(`${jobId} is PAUSED`);
    await router.heal();
    expect((await ferrule(`job show ${jobId}`)).out).toMatch(/paused +by key:first, .*: lunch/u);
    expect((await ferrule(`job resume ${jobId}`)).code).toBe(0);
    expect(await jobOf(jobId)).toMatchObject({ status: 'COMPLETED' });
  }, 180_000);
});

describe('whoever follows a job', () => {
  it('hears all of it once and in its order, although the bus and the service are killed', async () => {
    await router.fault({ do: 'delay', ms: 500, write: true });
    const { body } = await stack.call(
      'POST',
      '/api/v1/networks/provision',
      { clientId: 'acme-corp', datacenter: 'DC1', size: '/24' },
      { prefer: 'respond-async' },
    );
    const jobId = String(body['jobId']);
    const url = `${stack.addresses.api}/api/v1/jobs/${jobId}/events`;
    const authorization = `Bearer ${stack.addresses.key}`;
    const response = await until(async () => {
      const answer = await fetch(url, { headers: { authorization } });
      return answer.ok && answer;
    }, PATIENT);
    let text = '';
    const over = (async () => {
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array);
    })();
    await until(() => text.includes('event: StepCompleted'), PATIENT);
    process.kill(await stack.pidOf('nats/nats-server'), 'SIGKILL');
    process.kill(await stack.pidOf('provisioning-saga'), 'SIGKILL');
    await over;
    const ids = [...text.matchAll(/^id: (\d+)$/gmu)].map(([, id]) => Number(id));
    expect(ids).toEqual(ids.map((_, place) => place + 1));
    expect(text).toMatch(/event: end\ndata: .*"status":"COMPLETED"/u);
    const headers = { authorization, 'last-event-id': String(ids.length - 1) };
    const rest = await fetch(url, { headers });
    expect((await rest.text()).match(/^id: .*$/gmu)).toEqual([`id: ${ids.length}`]);
  }, 180_000);
});
