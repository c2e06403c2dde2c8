import type { Problem } from '@ferrule/http';
import { QueryError } from '@ferrule/messaging';
import { JOB_EXAMPLE, type JobHistoryEvent, type JobState } from '@ferrule/provisioning-contracts';
import { until } from '@ferrule/testing';
import { describe, expect, it } from '@jest/globals';
import { FOLLOWERS, useEdge } from '../spec-edge.ts';

const edge = useEdge();

const JOB = 'job-followed';
const PATH = `/api/v1/jobs/${JOB}/events`;

/** A job that has come so far. */
const happens = (versions: number, status: JobState = 'IN_PROGRESS', jobId = JOB): void => {
  const events = Array.from({ length: versions }, (_, index): JobHistoryEvent => {
    const place = { version: index + 1, id: `e${index + 1}`, type: 'StepCompleted' } as const;
    return { ...place, at: JOB_EXAMPLE.startTime, actor: 'ada', data: {} };
  });
  edge.services.histories.set(jobId, events);
  edge.services.jobs.set(jobId, { outcome: 'accepted', job: { ...JOB_EXAMPLE, jobId, status } });
  edge.services.ring(jobId);
};

/** Opens a stream, and collects what is heard on it. */
const follow = async (headers: Record<string, string> = {}) => {
  const hangUp = new AbortController();
  const response = await fetch(edge.url + PATH, {
    headers: { authorization: `Bearer ${edge.key}`, ...headers },
    signal: hangUp.signal,
  });
  let text = '';
  const over = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array);
  })();
  // Who hangs up hears no end.
  over.catch(() => undefined);
  return {
    response,
    over,
    hangUp: () => {
      hangUp.abort();
    },
    ids: () => [...text.matchAll(/^id: (\d+)$/gmu)].map(([, id]) => Number(id)),
    names: () => [...text.matchAll(/^event: (\w+)$/gmu)].map(([, name]) => name),
    last: () => JSON.parse(text.slice(text.lastIndexOf('data: ') + 6)) as { status: string },
  };
};

describe('following a job', () => {
  it('hears its events from the first on as they happen, and how it ends', async () => {
    happens(2);
    const reader = await follow();
    expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reader.response.headers.get('cache-control')).toBe('no-store');
    await until(() => reader.names().includes('job'));
    happens(3);
    await until(() => reader.ids().length === 3);
    happens(4, 'FAILED');
    await reader.over;
    expect(reader.ids()).toEqual([1, 2, 3, 4]);
    expect(reader.names().at(-1)).toBe('end');
    expect(reader.last()).toMatchObject({ jobId: JOB, status: 'FAILED' });
  });

  it('goes on after the event that was heard last, and is told when there is nothing to come', async () => {
    happens(5, 'COMPLETED');
    const reader = await follow({ 'last-event-id': '3' });
    await reader.over;
    expect(reader.ids()).toEqual([4, 5]);
    const again = await follow({ 'last-event-id': '5' });
    expect(again.response.status).toBe(204);
  });

  it('goes on although nobody rings, and although the service is away for a while', async () => {
    happens(1);
    const reader = await follow();
    await until(() => reader.names().includes('job'));
    edge.services.failure = new QueryError('SERVICE_UNAVAILABLE', 'nobody answers');
    edge.services.ring(JOB);
    await until(() => edge.services.refusals > 0);
    edge.services.failure = undefined;
    const ring = edge.services.ring;
    edge.services.ring = () => undefined;
    happens(2, 'COMPLETED');
    edge.services.ring = ring;
    await reader.over;
    expect(reader.ids()).toEqual([1, 2]);
  });

  it('asks once for as many as look at the same moment, and takes no more than it can carry', async () => {
    happens(1);
    const readers = await Promise.all(Array.from({ length: FOLLOWERS }, () => follow()));
    await until(() => readers.every((reader) => reader.names().includes('job')));
    const refused = await edge.get(PATH);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_FOLLOWERS' });
    edge.services.asked.length = 0;
    happens(3, 'COMPLETED');
    await Promise.all(readers.map(({ over }) => over));
    expect(readers.map((reader) => reader.ids().join())).toEqual(
      Array.from({ length: FOLLOWERS }, () => '1,2,3'),
    );
    expect(edge.services.asked.length).toBeLessThan(FOLLOWERS / 10);
  });

  it('gives the place of whoever hangs up to somebody else', async () => {
    happens(1);
    const readers = await Promise.all(Array.from({ length: FOLLOWERS }, () => follow()));
    readers[0]?.hangUp();
    const another = await until(async () => {
      const reader = await follow();
      if (reader.response.status === 200) return reader;
      return undefined;
    });
    happens(2, 'CANCELLED');
    await Promise.all([another, ...readers.slice(1)].map(({ over }) => over));
    expect(another.ids()).toEqual([1, 2]);
  });

  it('is refused where there is no such job, and for a place that is none', async () => {
    const unknown = await edge.get('/api/v1/jobs/job-none/events');
    expect([unknown.status, ((await unknown.json()) as Problem).code]).toEqual([
      404,
      'JOB_NOT_FOUND',
    ]);
    happens(1);
    for (const place of ['-1', '1.5', 'x', '9'.repeat(10)]) {
      const { response } = await follow({ 'last-event-id': place });
      expect([place, response.status]).toEqual([place, 422]);
    }
    const head = await edge.send('HEAD', PATH);
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});
