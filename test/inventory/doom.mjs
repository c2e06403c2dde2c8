// Runs before the inventory's program, and ends it instead of writing the key that is its argument.
import { BucketWriter } from '@ferrule/messaging';

const [, , fatalKey] = process.argv;
const { settle } = BucketWriter.prototype;
BucketWriter.prototype.settle = function (key, wanted) {
  // The database has committed, and no gateway knows of it.
  if (key === fatalKey) process.kill(process.pid, 'SIGKILL');
  return settle.call(this, key, wanted);
};
