import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Listeners } from './listeners.ts';

/** A database that answers when it is told to. */
const slowly = () => {
  const asked: string[][] = [];
  const answers: ((rows: object[]) => void)[] = [];
  const query = (_sql: string, [tenants]: [string[]]): Promise<object[]> => {
    asked.push(tenants);
    const { promise, resolve } = Promise.withResolvers<object[]>();
    answers.push(resolve);
    return promise;
  };
  const answer = async (): Promise<void> => {
    const at = asked.length - 1;
    answers[at]?.(
      (asked[at] ?? []).map((tenant) => ({ tenant, kind: 'webhook', id: `w-${tenant}` })),
    );
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const listeners = new Listeners({ query: query as never });
  return { listeners, asked, answer };
};

describe('who listens', () => {
  it('is asked for together by those that come while a question is under way', async () => {
    const { listeners, asked, answer } = slowly();
    const first = listeners.of('acme');
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    const others = ['acme', 'globex', 'acme'].map((tenant) => listeners.of(tenant));
    expect(asked).toEqual([['acme']]);
    await answer();
    await answer();
    expect((await first).map(({ id }) => id)).toEqual(['w-acme']);
    expect((await Promise.all(others)).map(([one]) => one?.id)).toEqual([
      'w-acme',
      'w-globex',
      'w-acme',
    ]);
    // None of the later ones was content with an answer that was asked for before it came.
    expect(asked).toEqual([['acme'], ['acme', 'globex']]);
  });

  it('is asked for again after a question that failed', async () => {
    let isUp = false;
    const query = () => (isUp ? Promise.resolve([]) : Promise.reject(new Error('away')));
    const listeners = new Listeners({ query: query as never });
    await expect(listeners.of('acme')).rejects.toThrow('away');
    isUp = true;
    expect(await listeners.of('acme')).toEqual([]);
  });
});
