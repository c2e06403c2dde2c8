import { AUDIT_QUERIES, LEDGER_PAGE_EXAMPLE } from '@ferrule/audit-contracts';
import {
  DATACENTER_EXAMPLE,
  INVENTORY_QUERIES,
  ROUTER_EXAMPLE,
} from '@ferrule/inventory-contracts';
import { IPAM_QUERIES, NETWORK_EXAMPLE } from '@ferrule/ipam-contracts';
import { type Envelope, Rejection, type Scope } from '@ferrule/kernel';
import {
  DEPROVISION_JOB_EXAMPLE,
  FAILED_JOB_EXAMPLE,
  JOB_EXAMPLE,
  type JobAnswer,
  type JobHistoryEvent,
  type JobRef,
  type JobState,
  networkIdOf,
  OPERATOR_STATES,
  type OperatorCommandType,
  PREPARE_JOB_EXAMPLE,
  PROVISIONING_QUERIES,
  type Reason,
  type ResolvedRemoval,
  type ResolvedRequest,
  TIMELINE_EXAMPLE,
} from '@ferrule/provisioning-contracts';
import { BATCH_JOB_EXAMPLE } from './network/batch.document.ts';
import { REFUSED_BY_ROUTER, TOO_LATE } from './network/network.document.ts';

// For the specs of this app alone.

const FAILURES: Readonly<Record<string, Reason>> = {
  full: FAILED_JOB_EXAMPLE.error,
  refused: REFUSED_BY_ROUTER,
  late: TOO_LATE,
};

const DEFAULTS = {
  ...{ type: 'production', enableDHCP: true, firewallProfile: 'standard', bgpEnabled: false },
  description: null,
};

const batchOf = (body: string): readonly object[] => {
  const { networks } = JSON.parse(body) as { readonly networks: readonly object[] };
  return networks.map(({ options, ...asked }: { readonly options?: object }) => ({
    request: { ...DEFAULTS, ...asked, ...options },
  }));
};

const found = (what: string, asked: unknown, known: string, view: object): object => {
  if (asked === known) return view;
  const message = `there is no ${what} ${String(asked)}`;
  throw new Rejection(`${what.toUpperCase()}_NOT_FOUND`, message, { field: `${what}Id` });
};

/** The services behind the edge, told what to do by what they are asked for. */
export class Services {
  readonly jobs = new Map<string, JobAnswer>();
  readonly published: Envelope[] = [];
  readonly asked: unknown[] = [];
  /** Within which scopes it was asked. */
  readonly scopes: (Scope | undefined)[] = [];
  /** Of the jobs whose events somebody follows. */
  readonly histories = new Map<string, JobHistoryEvent[]>();
  /** As the bus tells that something happened in a job. */
  ring: (jobId: string) => void = () => undefined;
  failure: Error | undefined;
  /** How often somebody met it. */
  refusals = 0;
  /** Whether machines still use the network. */
  isInUse = false;
  /** Takes commands and does nothing about them. */
  isIdle = false;

  publish(_: string, envelope: Envelope): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    this.published.push(envelope);
    const { correlationId: jobId } = envelope.meta;
    if (!this.isIdle && !this.jobs.has(jobId)) this.jobs.set(jobId, this.#become(jobId, envelope));
    return Promise.resolve();
  }

  /** Whatever is asked at the edge is asked for somebody. */
  ask(
    subject: string,
    { scope, ...data }: Readonly<Record<string, unknown>> & { readonly scope?: Scope },
  ): Promise<unknown> {
    return new Promise((resolve) => {
      this.scopes.push(scope);
      if (scope === undefined) throw new TypeError(`${subject} is asked for nobody`);
      resolve(this.#answer(subject, data));
    });
  }

  #answer(subject: string, data: Readonly<Record<string, unknown>>): unknown {
    if (this.failure) {
      this.refusals += 1;
      throw this.failure;
    }
    this.asked.push(data);
    switch (subject) {
      case IPAM_QUERIES.getNetwork:
        if (data['networkId'] === NETWORK_EXAMPLE.networkId) return NETWORK_EXAMPLE;
        throw new Rejection(
          'NETWORK_NOT_FOUND',
          `there is no network ${data['networkId'] as string}`,
          {
            field: 'networkId',
          },
        );
      case INVENTORY_QUERIES.getDatacenter:
        return found(
          'datacenter',
          data['datacenterId'],
          DATACENTER_EXAMPLE.datacenterId,
          DATACENTER_EXAMPLE,
        );
      case INVENTORY_QUERIES.listDatacenters:
        return { datacenters: [DATACENTER_EXAMPLE], next: null };
      case INVENTORY_QUERIES.getRouter:
        return found('router', data['routerId'], ROUTER_EXAMPLE.routerId, ROUTER_EXAMPLE);
      case INVENTORY_QUERIES.listRouters:
        return { routers: [ROUTER_EXAMPLE], next: null };
      case IPAM_QUERIES.listNetworks:
        return { networks: [NETWORK_EXAMPLE], next: null };
      case PROVISIONING_QUERIES.getJob:
        return this.#job(data['jobId'] as string);
      case PROVISIONING_QUERIES.getJobHistory: {
        const { jobId, after = 0 } = data as { readonly jobId: string; readonly after?: number };
        const answer = this.#job(jobId);
        const events = (this.histories.get(jobId) ?? []).filter(({ version }) => version > after);
        return { events, isWhole: true, job: answer.outcome === 'accepted' ? answer.job : null };
      }
      case PROVISIONING_QUERIES.execute:
        return this.#order(data as { readonly type: OperatorCommandType; readonly data: JobRef });
      case PROVISIONING_QUERIES.getJobTimeline:
        this.#job(data['jobId'] as string);
        return TIMELINE_EXAMPLE;
      case PROVISIONING_QUERIES.listJobs: {
        const { jobId, networkId, workflow, status, startTime, request } = JOB_EXAMPLE;
        const { clientId, datacenter } = request;
        const job = { jobId, networkId, workflow, clientId, datacenter, status, startTime };
        return { jobs: [job], next: null };
      }
      case AUDIT_QUERIES.listEvents:
        return LEDGER_PAGE_EXAMPLE;
      default:
        throw new TypeError(`nobody answers ${subject}`);
    }
  }

  #order({ type, data: { jobId } }: { type: OperatorCommandType; data: JobRef }): object {
    const answer = this.jobs.get(jobId);
    if (answer?.outcome !== 'accepted')
      throw new Rejection('JOB_UNKNOWN', `there is no job ${jobId}`, { field: 'jobId' });
    const { job } = answer;
    const states: readonly JobState[] = OPERATOR_STATES[type];
    if (states.includes(job.status)) return { job };
    const words = { PauseJob: 'paused', ResumeJob: 'resumed', CancelJob: 'cancelled' };
    const more = { RetryJob: 'tried again', SkipStep: 'skipped over', AbandonJob: 'abandoned' };
    const what = { ...words, ...more }[type];
    throw new Rejection('JOB_STATE', `a job that is ${job.status} cannot be ${what} now`, {
      field: 'jobId',
      suggestion: 'it is done; to take its network down, deprovision it',
      ...{ status: job.status, states },
    });
  }

  #removal(jobId: string, body: string): JobAnswer {
    const asked = JSON.parse(body) as Partial<ResolvedRemoval> & { readonly networkId: string };
    if (this.isInUse) {
      const message = 'an address of the network is in use: 172.16.150.10 (web-1)';
      const suggestion = 'give the addresses back first, or ask for it with force';
      const about = { jobId, publisher: 'api', code: 'NETWORK_IN_USE', field: 'networkId' };
      return { outcome: 'rejected', rejection: { ...about, message, suggestion } };
    }
    const removal = { force: false, reason: null, ticket: null, ...asked };
    return { outcome: 'accepted', job: { ...DEPROVISION_JOB_EXAMPLE, jobId, removal } };
  }

  #job(jobId: string): JobAnswer {
    const answer = this.jobs.get(jobId);
    if (answer) return answer;
    throw new Rejection('JOB_NOT_FOUND', `there is no job ${jobId}`, { field: 'jobId' });
  }

  #become(jobId: string, { id, type, body }: Envelope): JobAnswer {
    const { options = {}, ...asked } = JSON.parse(body) as Pick<
      ResolvedRequest,
      'clientId' | 'datacenter' | 'size'
    > & {
      readonly options?: Partial<ResolvedRequest>;
    };
    if (asked.datacenter === 'DC9') {
      const rejection = {
        jobId,
        publisher: 'api',
        code: 'DATACENTER_NOT_FOUND',
        field: 'datacenter',
        message: 'there is no datacenter DC9',
        suggestion: 'ask for one of: DC1, DC2',
      };
      return { outcome: 'rejected', rejection };
    }
    if (type === 'DeprovisionNetwork') return this.#removal(jobId, body);
    if (type === 'ProvisionNetworks') {
      const data = { parallel: 8, networks: batchOf(body) };
      const first = {
        version: 1,
        id: 'e1',
        type: 'NetworkBatchAccepted',
        at: '',
        actor: '',
      } as const;
      this.histories.set(jobId, [{ ...first, data }]);
      return { outcome: 'accepted', job: { ...BATCH_JOB_EXAMPLE, jobId } };
    }
    if (type === 'PrepareDatacenter') {
      const { datacenter } = asked;
      return { outcome: 'accepted', job: { ...PREPARE_JOB_EXAMPLE, jobId, datacenter } };
    }
    const error = FAILURES[asked.clientId];
    const job = error ? { ...FAILED_JOB_EXAMPLE, error } : JOB_EXAMPLE;
    const request = { ...DEFAULTS, ...asked, ...options };
    return {
      outcome: 'accepted',
      job: { ...job, jobId, networkId: networkIdOf('api', id), request },
    };
  }
}
