import { describe, expect, it } from '@jest/globals';
import { changesIn, rowsAfter, type Told } from './changes.ts';
import { factsOf } from './facts.ts';

const told = (entry: number, type: string, data: object): Told => ({
  ...{ entry, type, data },
  time: `2026-01-05T10:00:0${entry}.000Z`,
  correlationId: 'job-1',
});
const vlan = {
  path: '/interface/vlan',
  before: null,
  after: { name: 'vlan150', disabled: 'true' },
};
const address = { path: '/ip/address', before: null, after: { address: '10.0.0.1/24' } };
const enabled = {
  path: '/interface/vlan',
  before: { disabled: 'true' },
  after: { disabled: 'false' },
};
const plan = told(1, 'StepCompleted', {
  step: 'router_plan',
  plan: {
    stages: [{ changes: [vlan, address] }, { phase: 'activation', changes: [enabled] }],
    warnings: [],
  },
});
const reports = (...outcomes: string[]) =>
  outcomes.map((outcome, index) => ({
    outcome,
    path: [vlan, address][index]!.path,
    row: ['name=vlan150', 'address=10.0.0.1/24'][index],
  }));
const applied = told(2, 'StepCompleted', {
  step: 'router_apply',
  index: 0,
  reports: reports('done', 'already'),
});
const activated = told(3, 'StepCompleted', {
  step: 'router_activate',
  index: 1,
  reports: [{ path: '/interface/vlan', row: 'name=vlan150', outcome: 'done' }],
});
const outcomes = (...all: Told[]) => changesIn(all).map(({ row, outcome }) => [row, outcome]);

describe('what a job changed on a router', () => {
  it('is planned, then done, with the image before and after', () => {
    expect(outcomes(plan).map(([, outcome]) => outcome)).toEqual(['planned', 'planned', 'planned']);
    expect(changesIn([plan, applied, activated])).toMatchObject([
      { path: '/interface/vlan', row: 'name=vlan150', before: null, outcome: 'done', entry: 2 },
      { path: '/ip/address', after: { address: '10.0.0.1/24' }, outcome: 'done' },
      { row: 'name=vlan150', before: { disabled: 'true' }, outcome: 'done', entry: 3 },
    ]);
  });

  it('is undone, each row that is said to be, and what was never done is not', () => {
    const failed = told(2, 'StepFailed', {
      step: 'router_apply',
      index: 0,
      reports: reports('done', 'failed'),
    });
    const undone = told(3, 'StepUndone', {
      step: 'router_apply',
      index: 0,
      reports: reports('done', 'already').toReversed(),
    });
    expect(outcomes(plan, failed).slice(0, 2)).toEqual([
      ['name=vlan150', 'done'],
      ['address=10.0.0.1/24', 'failed'],
    ]);
    expect(outcomes(plan, applied, undone).map(([, outcome]) => outcome)).toEqual([
      'undone',
      'undone',
      'planned',
    ]);
  });

  it('leaves rows that add up', () => {
    expect(rowsAfter(changesIn([plan, applied, activated]))).toMatchObject([
      { path: '/interface/vlan', attributes: { name: 'vlan150', disabled: 'false' } },
      { path: '/ip/address', attributes: { address: '10.0.0.1/24' } },
    ]);
    const undone = told(4, 'StepUndone', { step: 'router_apply', index: 0, reports: undefined });
    expect(rowsAfter(changesIn([plan, applied, undone]))).toEqual([]);
  });
});

describe('what is known of something', () => {
  it('is what its events said, and not what was refused', () => {
    const facts = factsOf([
      told(1, 'NetworkAllocated', { networkId: 'net-1', subnet: '10.0.0.0/24', reason: '' }),
      told(2, 'NetworkReleaseRefused', { networkId: 'net-1', reason: 'no' }),
    ]);
    expect(facts.fields).toEqual({ networkId: 'net-1', subnet: '10.0.0.0/24', reason: '' });
    expect(facts.last).toMatchObject({ entry: 2, type: 'NetworkReleaseRefused' });
  });
});
