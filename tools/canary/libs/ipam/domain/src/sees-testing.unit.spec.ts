// A spec may see the testing library, and may read the clock.
import '@ferrule/testing';

export const now = Date.now();

// planted: ferrule/no-sleep
export const nap = new Promise((done) => setTimeout(done, 10));
// planted: ferrule/no-sleep-import
export { setTimeout } from 'node:timers/promises';
