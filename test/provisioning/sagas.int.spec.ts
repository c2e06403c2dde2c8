import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ExecuteAnswer,
  type ExecuteQuestion,
  type JobView,
  type OperatorCommandType,
  PROVISIONING_QUERIES,
} from '@ferrule/provisioning-contracts';
import { until } from '@ferrule/testing';
import type { ServiceProcess } from '../ground/service-process.ts';
import { useSagas } from './saga.ts';

const sagas = useSagas();
let instance: ServiceProcess;

beforeAll(async () => {
  instance = await sagas.start();
}, 90_000);

const network = (more: object = {}) => ({
  ...{ clientId: 'acme', datacenter: 'DC1', size: '/24' },
  ...more,
});
const hasCome = (jobId: string, is: (job: JobView) => boolean): Promise<JobView> =>
  until(
    async () => {
      const job = await sagas.find(jobId);
      return job !== undefined && is(job) && job;
    },
    { timeout: 60_000, message: jobId },
  );
const order = (type: OperatorCommandType, jobId: string): Promise<ExecuteAnswer> => {
  const question: ExecuteQuestion = {
    ...{ id: crypto.randomUUID(), type, data: { jobId, reason: 'because' } },
    meta: { actor: 'ada', tenant: 'ops' },
  };
  return sagas.ask<ExecuteAnswer>(PROVISIONING_QUERIES.execute, question);
};

describe('a batch', () => {
  it('is taken up as a whole, and refused by the field of the network that is wrong', async () => {
    const networks = [network(), network({ datacenter: 'DC9' })];
    const { jobId } = await sagas.send('ProvisionNetworks', { networks }, 'batch-wrong');
    const answer = await until(() =>
      sagas
        .ask<{ rejection?: object }>(PROVISIONING_QUERIES.getJob, { jobId })
        .then(({ rejection }) => rejection)
        .catch(() => undefined),
    );
    expect(answer).toMatchObject({
      code: 'DATACENTER_NOT_FOUND',
      field: 'networks[1].datacenter',
    });
  }, 60_000);

  it('goes on in another saga when the one that looked after it is killed', async () => {
    const networks = Array.from({ length: 12 }, (_, place) =>
      network({ datacenter: place % 3 === 0 ? 'DC2' : 'DC1' }),
    );
    const { jobId } = await sagas.send('ProvisionNetworks', { networks, parallel: 2 }, 'batch-1');
    await hasCome(jobId, ({ children }) => (children?.completed ?? 0) >= 2);
    await instance.stop('SIGKILL');
    instance = await sagas.start();
    const job = await hasCome(jobId, ({ endTime }) => endTime !== null);
    expect(job).toMatchObject({
      workflow: 'network.provision-batch',
      datacenter: 'DC2,DC1',
      status: 'COMPLETED',
      children: { total: 12, completed: 12, failed: 0, running: 0, pending: 0 },
    });
  }, 120_000);
});

describe('an order', () => {
  it('reaches a job by the bus, and a cancelled job leaves nothing', async () => {
    const { world } = sagas;
    world.isMute = true;
    const { jobId, networkId } = await sagas.provision('network-cancelled');
    await hasCome(jobId, ({ currentStep }) => currentStep === 'router_vlan_creation');
    expect((await order('PauseJob', jobId)).job.status).toBe('PAUSED');
    expect((await order('CancelJob', jobId)).job.status).toBe('ROLLING_BACK');
    world.isMute = false;
    const job = await hasCome(jobId, ({ endTime }) => endTime !== null);
    expect(job).toMatchObject({ status: 'CANCELLED', error: { code: 'CANCELLED' }, left: [] });
    expect(world.there.has(networkId)).toBe(false);
    await expect(order('RetryJob', jobId)).rejects.toMatchObject({
      code: 'JOB_STATE',
      detail: { suggestion: 'it is over and undone; send a new request' },
    });
  }, 60_000);
});

describe('a scrape', () => {
  it('has the figures that were promised, under exactly their names', async () => {
    const refused = await sagas.provision('network-unlucky');
    sagas.world.refused.add(`nnc-provisioned-${refused.networkId}`);
    await hasCome(refused.jobId, ({ endTime }) => endTime !== null);
    const lucky = await sagas.provision('network-lucky');
    await hasCome(lucky.jobId, ({ endTime }) => endTime !== null);
    const text = await until(async () => {
      const scraped = await (await fetch(`${instance.url}/metrics`)).text();
      return scraped.includes('ferrule_job_step_seconds_count{') && scraped;
    });
    const kinds = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gmu)].map(([, name, kind]) => [
      name,
      kind,
    ]);
    expect(kinds).toEqual(
      expect.arrayContaining([
        ['network_provisioning_total', 'counter'],
        ['network_provisioning_success', 'counter'],
        ['network_provisioning_duration', 'histogram'],
        ['network_rollback_total', 'counter'],
        ['ferrule_job_step_seconds', 'histogram'],
      ]),
    );
    expect(text).toMatch(/^network_provisioning_duration_count \d+$/mu);
    expect(text).toMatch(/^network_rollback_total [1-9]\d*$/mu);
    const step = 'workflow="network.provision",step="ipam_allocation"';
    expect(text).toContain(
      `ferrule_job_step_seconds_count{${step},direction="do",outcome="completed"} `,
    );
  }, 60_000);
});

describe('a saga that does not know the definition of a job that lives', () => {
  it('does not start, and says which', async () => {
    sagas.world.isMute = true;
    const { jobId } = await sagas.provision('network-waiting');
    await hasCome(jobId, ({ currentStep }) => currentStep === 'router_vlan_creation');
    const pool = sagas.database.pool({ options: '-c search_path=provisioning' });
    await pool.query('update job set definition_version = 99 where id = $1', [jobId]);
    const other = await sagas.launch();
    expect(await other.ended()).toBe('code 1');
    expect(other.said).toContain(`1 of network.provision version 99, such as ${jobId}`);
  }, 60_000);
});
