import { colourIsUnwanted } from './config.ts';
import { run } from './program.ts';
import { processTerminal } from './terminal.ts';

const stop = new AbortController();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    stop.abort();
    // What does not listen to the signal must not keep anybody waiting.
    setTimeout(() => process.exit(code), 200).unref();
  });
// `ferrule events | head` has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.exitCode = await run(
  process.argv.slice(2),
  processTerminal(colourIsUnwanted(), stop.signal),
);
