// For the specs of this app alone: what the API answers about a job.

export const problem = {
  type: 'urn:ferrule:problem:datacenter-not-found',
  title: 'Datacenter not found',
  status: 422,
  detail: 'there is no datacenter DC9',
  instance: '/api/v1/networks/provision',
  code: 'DATACENTER_NOT_FOUND',
  field: 'datacenter',
  suggestion: 'ask for one of: DC1, DC2',
};
export const job = {
  jobId: 'job-1',
  networkId: 'net-1',
  status: 'IN_PROGRESS',
  steps: [
    { step: 'ipam_allocation', status: 'in_progress', timestamp: '2026-11-20T11:00:00.000Z' },
  ],
  datacenter: 'DC1',
  warnings: ['nothing is configured yet'],
  request: { clientId: 'acme', datacenter: 'DC1' },
  result: null,
  error: null,
  errorMessage: null,
  removal: null,
  plan: null,
  rollback: null,
  left: [],
  paused: null,
  waitsFor: null,
  parentJobId: null,
  children: null,
};
export const completed = {
  ...job,
  status: 'COMPLETED',
  steps: [{ step: 'ipam_allocation', status: 'completed', timestamp: '2026-11-20T11:00:01.000Z' }],
  result: {
    vlanId: 100,
    subnet: '172.16.0.0/24',
    gateway: '172.16.0.1',
    dhcpRange: null,
    status: 'allocated',
  },
};

export const POST = 'POST /api/v1/networks/provision';
export const JOB = 'GET /api/v1/jobs/job-1';
export const PROVISION = 'network provision --client acme --datacenter DC1 --size /24';
