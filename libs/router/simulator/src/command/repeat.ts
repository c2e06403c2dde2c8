import type { Call } from './call.ts';

/** Does the work at once and then every so many milliseconds, until it says that it was the last time, or is cancelled. */
export const repeat = (
  call: Pick<Call, 'onCancel'>,
  milliseconds: number,
  work: () => 'again' | 'over',
): Promise<undefined> => {
  if (work() === 'over') return Promise.resolve(undefined);
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const timer = setInterval(() => {
    try {
      if (work() === 'again') return;
      resolve(undefined);
    } catch (error) {
      reject(error);
    }
    clearInterval(timer);
  }, milliseconds);
  // A router that is stopped waits for nothing.
  timer.unref();
  call.onCancel(() => {
    clearInterval(timer);
    resolve(undefined);
  });
  return promise;
};
