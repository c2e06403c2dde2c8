import {
  DATACENTER_KEY,
  type DatacenterProfile,
  gatewayBucket,
  type RouterEntry,
  routerOfKey,
} from '@ferrule/inventory-contracts';
import { BucketMirror, type BusConnection } from '@ferrule/messaging';
import type { Keyring } from '@ferrule/sealed-secret';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { openMd5Keys, openPassword } from './open-secrets.ts';
import type { KnownRouter, RouterDirectory } from './router-directory.ts';

export interface BucketDirectorySettings {
  readonly datacenter: string;
  readonly keys: Keyring;
}

/** What the inventory tells this gateway, followed while it changes, and kept when the bus has lost it. */
export class BucketDirectory implements RouterDirectory, OnModuleDestroy {
  readonly #log = new Logger('RouterDirectory');
  readonly #settings: BucketDirectorySettings;
  readonly #mirror: BucketMirror;
  readonly #listeners = new Set<() => void>();
  /** As they stand in the bucket: null where it could not be read, nor anything that stood there before. */
  readonly #routers = new Map<string, KnownRouter | null>();
  #datacenter: DatacenterProfile | undefined;
  #isFilled = false;
  #isTelling = false;

  constructor(bus: BusConnection, settings: BucketDirectorySettings) {
    this.#settings = settings;
    this.#mirror = new BucketMirror(bus, {
      bucket: gatewayBucket(settings.datacenter),
      onChange: (key, value) => this.#take(key, value),
      warn: (sentence) => this.#log.warn(sentence),
    });
    this.#mirror.filled().then(
      () => {
        this.#isFilled = true;
        this.#tell();
      },
      () => undefined, // Stopped before.
    );
    this.#mirror.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.#mirror.stop();
  }

  get datacenter(): DatacenterProfile {
    if (this.#datacenter !== undefined) return this.#datacenter;
    throw new Error(`the inventory has not said yet how ${this.#settings.datacenter} is built`);
  }

  get routers(): readonly KnownRouter[] {
    if (!this.#isReady) return [];
    return [...this.#routers.values()].filter((router) => router !== null);
  }

  isStranger(router: string): boolean {
    if (!this.#isReady) return false;
    const known = this.#routers.get(router);
    return known === undefined || known?.status === 'retired';
  }

  watch(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  get #isReady(): boolean {
    return this.#isFilled && this.#datacenter !== undefined;
  }

  #take(key: string, value: string | null): void {
    const router = routerOfKey(key);
    try {
      if (router !== undefined) this.#takeRouter(router, value);
      else if (key === DATACENTER_KEY && value !== null)
        this.#datacenter = openMd5Keys(JSON.parse(value) as DatacenterProfile, this.#settings.keys);
    } catch (error) {
      const why = error instanceof SyntaxError ? 'it is no JSON' : messageOf(error);
      this.#log.warn(`what the inventory says of ${router ?? key} is not followed: ${why}`);
      // Its commands wait for somebody to put it right.
      if (router !== undefined && !this.#routers.has(router)) this.#routers.set(router, null);
    }
    this.#tell();
  }

  #takeRouter(id: string, value: string | null): void {
    if (value === null) {
      this.#routers.delete(id);
      return;
    }
    const entry = JSON.parse(value) as RouterEntry;
    const isRetired = entry.status === 'retired';
    // Retired, it has no password any more.
    this.#routers.set(id, isRetired ? entry : openPassword(entry, this.#settings.keys));
  }

  /** Once for all that changed together: a whole datacenter may. */
  #tell(): void {
    if (this.#isTelling || !this.#isReady) return;
    this.#isTelling = true;
    setImmediate(() => {
      this.#isTelling = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
