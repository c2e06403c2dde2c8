// A program of a service as Node runs it: `node child.mjs <file> [<fatal key>]`.
const [, , file, fatalKey] = process.argv;

if (fatalKey !== undefined) {
  const { BucketWriter } = await import('@ferrule/messaging');
  const { settle } = BucketWriter.prototype;
  BucketWriter.prototype.settle = function (key, wanted) {
    // The database has committed, and no gateway knows of it.
    if (key === fatalKey) process.kill(process.pid, 'SIGKILL');
    return settle.call(this, key, wanted);
  };
}
await import(file);
