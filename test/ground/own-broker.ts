import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NatsServer, startNatsServer } from '@ferrule/testing';

/** A broker whose disk can be set back, as a crash does that loses what was not synced yet. */
export interface OwnBroker extends Pick<NatsServer, 'url' | 'kill'> {
  /** Remembers what the store holds now. The broker restarts for it. */
  remember(): Promise<void>;
  /** SIGKILL, and a start on what was remembered. */
  crashBack(): Promise<void>;
}

export const startOwnBroker = async (
  atEnd: (work: () => Promise<unknown>) => void,
): Promise<OwnBroker> => {
  const storeDir = await mkdtemp(join(tmpdir(), 'ferrule-ground-'));
  const store = join(storeDir, 'jetstream');
  const remembered = join(storeDir, 'remembered');
  const broker = await startNatsServer({ storeDir, ephemeral: true });
  atEnd(() => broker.discard());
  return {
    url: broker.url,
    kill: () => broker.kill(),
    remember: async () => {
      await broker.stop();
      await cp(store, remembered, { recursive: true });
      await broker.restart();
    },
    crashBack: async () => {
      await broker.kill();
      await rm(store, { recursive: true });
      await cp(remembered, store, { recursive: true });
      await broker.restart();
    },
  };
};
