import { afterAll, expect, it } from '@jest/globals';
import { contractSuite } from '@ferrule/testing';

const log: string[] = [];
const listContract = contractSuite<string[]>('a list', (subject) => {
  it('begins empty for every spec', () => {
    expect(subject()).toEqual([]);
    subject().push('first');
  });
  it('keeps what is pushed', () => {
    subject().push('second');
    expect(subject()).toEqual(['second']);
  });
});

listContract('an array', () => ({ subject: [] }));
listContract('one with a door', async () => {
  log.push('open');
  return {
    subject: [],
    close: () => {
      log.push('close');
    },
  };
});

afterAll(() => {
  expect(log).toEqual(['open', 'close', 'open', 'close']);
});
