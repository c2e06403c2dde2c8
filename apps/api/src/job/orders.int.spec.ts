import { JOB_EXAMPLE, type JobState } from '@ferrule/provisioning-contracts';
import { describe, expect, it } from '@jest/globals';
import { useEdge } from '../spec-edge.ts';

const edge = useEdge();

const JOB = 'job-ordered';
const is = (status: JobState): void => {
  const job = { ...JOB_EXAMPLE, jobId: JOB, status };
  edge.services.jobs.set(JOB, { outcome: 'accepted', job });
};
/** What the service was asked to carry out. */
const orders = () => edge.services.asked.map((asked) => asked as Record<string, unknown>);

describe("an operator's order", () => {
  it.each([
    ['pause', 'PauseJob', 'IN_PROGRESS'],
    ['resume', 'ResumeJob', 'PAUSED'],
    ['cancel', 'CancelJob', 'IN_PROGRESS'],
    ['retry', 'RetryJob', 'NEEDS_OPERATOR'],
    ['skip', 'SkipStep', 'NEEDS_OPERATOR'],
    ['abandon', 'AbandonJob', 'NEEDS_OPERATOR'],
  ] as const)('to %s is carried out, with its reason', async (name, type, status) => {
    is(status);
    const response = await edge.order(JOB, name, { reason: 'at night' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ jobId: JOB, status });
    expect(orders()).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        type,
        data: { jobId: JOB, reason: 'at night' },
        meta: { actor: 'key:ada', tenant: 'demo' },
      },
    ]);
  });

  it('needs a reason where it leaves something behind, and no body where it does not', async () => {
    is('NEEDS_OPERATOR');
    for (const name of ['skip', 'abandon'])
      for (const body of [undefined, {}, { reason: '' }]) {
        const response = await edge.order(JOB, name, body);
        expect([name, response.status]).toEqual([name, 422]);
        expect(await response.json()).toMatchObject({ field: 'reason' });
      }
    expect(orders()).toEqual([]);
    expect((await edge.order(JOB, 'retry')).status).toBe(200);
    expect(orders()).toMatchObject([{ data: { jobId: JOB } }]);
  });

  it.each([
    [[], 'body'],
    ['why', 'body'],
    [{ jobId: 'job-other', reason: 'x' }, 'body'],
    [{ reason: 'x', force: true }, 'force'],
    [{ reason: 'x'.repeat(501) }, 'reason'],
    [{ reason: 7 }, 'reason'],
  ])('with a body of %j is refused by its field', async (body, field) => {
    is('PAUSED');
    const response = await edge.order(JOB, 'resume', body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'VALIDATION_FAILED', field });
    expect(orders()).toEqual([]);
  });

  it('under a key is one order, and to another job or of another kind another one', async () => {
    is('NEEDS_OPERATOR');
    const key = { 'idempotency-key': 'night-1' };
    for (const name of ['retry', 'retry', 'skip'])
      await edge.order(JOB, name, { reason: 'at night' }, key);
    const [one, again, other] = orders().map(({ id }) => id);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it('that is not possible now says in which states it is', async () => {
    is('COMPLETED');
    const response = await edge.order(JOB, 'resume');
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'JOB_STATE', states: ['PAUSED'] });
  });
});
