import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import {
  JOB_EXAMPLE,
  type JobHistory,
  type JobHistoryEvent,
  type JobState,
} from '@ferrule/provisioning-contracts';
import { framesOf } from './job-frames.ts';

const event = (version: number): JobHistoryEvent => ({
  version,
  id: `e${version}`,
  type: 'StepCompleted',
  at: JOB_EXAMPLE.startTime,
  actor: 'ada',
  data: {},
});
const page = (
  versions: readonly number[],
  status: JobState = 'IN_PROGRESS',
  isWhole = true,
): JobHistory => ({ events: versions.map(event), isWhole, job: { ...JOB_EXAMPLE, status } });

/** A service that gives these answers, one after the other; undefined: it is away. */
const follow = (first: JobHistory, later: readonly (JobHistory | undefined)[], after = 0) => {
  const asked: number[] = [];
  const answers = [...later];
  const stop = new AbortController();
  const waits: number[] = [];
  const frames = framesOf(
    {
      history: (seen) => {
        asked.push(seen);
        return Promise.resolve(answers.shift());
      },
      wait: (ms) => {
        waits.push(ms);
        if (answers.length === 0) stop.abort();
        return Promise.resolve();
      },
      stop: stop.signal,
    },
    { first, after, heartbeatMs: 1_000, lookMs: 100 },
  );
  return { frames, asked, waits, stop };
};
/** The first line of each frame after the one that every stream begins with. */
const lines = async (frames: AsyncIterable<string>) => {
  const all: string[] = [];
  for await (const frame of frames) all.push(frame);
  expect(all.shift()).toBe('retry: 2000\n\n');
  return all.map((frame) => frame.split('\n').slice(0, -3).join(' ') || frame.trim());
};

describe('a job as server-sent events', () => {
  it('tells each event once and in its order, then how the job is, and at last how it ended', async () => {
    const { frames, asked } = follow(page([1, 2]), [
      page([]),
      page([3]),
      page([4], 'COMPLETED'),
      page([5]),
    ]);
    expect(await lines(frames)).toEqual([
      ...['id: 1 event: StepCompleted', 'id: 2 event: StepCompleted', 'event: job'],
      ...['id: 3 event: StepCompleted', 'event: job'],
      ...['id: 4 event: StepCompleted', 'event: end'],
    ]);
    expect(asked).toEqual([2, 2, 3]);
  });

  it('tells of a job that ended long ago all at once, and of nothing new that it has ended', async () => {
    const past = follow(page([1, 2], 'NEEDS_OPERATOR'), []);
    expect(await lines(past.frames)).toHaveLength(3);
    expect(past.waits).toEqual([]);
    const nothing = follow(page([], 'FAILED'), [], 7);
    expect(await lines(nothing.frames)).toEqual(['event: end']);
  });

  it('reads on without waiting where there is more than one answer holds', async () => {
    const { frames, asked, waits } = follow(page([1], 'COMPLETED', false), [
      page([2], 'COMPLETED', false),
      page([3], 'COMPLETED'),
    ]);
    expect(await lines(frames)).toEqual([
      ...['id: 1 event: StepCompleted', 'id: 2 event: StepCompleted'],
      ...['id: 3 event: StepCompleted', 'event: end'],
    ]);
    expect({ asked, waits }).toEqual({ asked: [1, 2], waits: [] });
  });

  it('goes on where it was when the service was away for a while', async () => {
    const { frames, asked } = follow(page([1]), [undefined, undefined, page([2], 'COMPLETED')]);
    expect(await lines(frames)).toEqual([
      ...['id: 1 event: StepCompleted', 'event: job'],
      ...['id: 2 event: StepCompleted', 'event: end'],
    ]);
    expect(asked).toEqual([1, 1, 1]);
  });

  it('says that it is still there when there is nothing else to say', async () => {
    const stop = new AbortController();
    const frames = framesOf(
      {
        history: () => Promise.resolve(page([])),
        wait: () => Promise.resolve(),
        stop: stop.signal,
      },
      { first: page([]), after: 0, heartbeatMs: 0, lookMs: 0 },
    );
    const heard: string[] = [];
    for await (const frame of frames) {
      heard.push(frame);
      if (heard.length === 4) stop.abort();
    }
    expect(heard.slice(2)).toEqual([': still here\n\n', ': still here\n\n']);
  });

  it('ends when its reader has gone, without asking again', async () => {
    const { frames, asked, stop } = follow(page([1]), [page([2]), page([3])]);
    for await (const frame of frames) if (frame.startsWith('event: job')) stop.abort();
    expect(asked).toEqual([]);
  });
});
