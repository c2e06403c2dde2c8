import { setTimeout as sleep } from 'node:timers/promises';

/** What was started, ended in the reverse order, once; also when somebody presses Ctrl-C. */
export class Cleanup {
  readonly #endings: (() => Promise<void>)[] = [];
  #running: Promise<void> | undefined;

  add(end: () => Promise<void>): void {
    this.#endings.push(end);
  }

  run(): Promise<void> {
    this.#running ??= this.#runAll();
    return this.#running;
  }

  onSignal(): void {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const)
      process.once(signal, () => {
        // The work under way fails as its servers go; that is not news any more.
        process.on('uncaughtException', () => undefined);
        void this.run().finally(() => process.exit(code));
      });
  }

  async #runAll(): Promise<void> {
    for (const end of this.#endings.reverse())
      await Promise.race([
        end().catch((error: unknown) => console.error(`while ending: ${String(error)}`)),
        // After a failure somebody may still hold a connection: that must not keep the servers up.
        sleep(15_000, undefined, { ref: false }),
      ]);
  }
}
