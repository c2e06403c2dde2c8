import { readFile } from 'node:fs/promises';
import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { Keyring } from '@ferrule/sealed-secret';
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { readRoutersFile, type Seeded } from './read-routers-file.ts';
import type { KnownRouter, RouterDirectory } from './router-directory.ts';

const LOOK_EVERY_MS = 300;

export interface FileDirectorySettings {
  readonly file: string;
  readonly datacenter: string;
  readonly keys: Keyring;
}

/** A seeded file, looked at again and again: what watches files misses one that is swapped by a link. */
export class FileDirectory implements RouterDirectory, OnModuleDestroy {
  readonly #log = new Logger('RouterDirectory');
  readonly #settings: FileDirectorySettings;
  readonly #listeners = new Set<() => void>();
  readonly #timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  #text: string;
  #seeded: Seeded;

  private constructor(settings: FileDirectorySettings, text: string, seeded: Seeded) {
    this.#settings = settings;
    this.#text = text;
    this.#seeded = seeded;
  }

  /** Throws when the file cannot be read or is wrong. */
  static async open(settings: FileDirectorySettings): Promise<FileDirectory> {
    const { file, datacenter, keys } = settings;
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new Error(`the routers file ${file} cannot be read`, { cause });
    });
    try {
      return new FileDirectory(settings, text, readRoutersFile(text, datacenter, keys));
    } catch (cause) {
      throw new Error(`the routers file ${file} is wrong: ${messageOf(cause)}`, { cause });
    }
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  get datacenter(): DatacenterProfile {
    return this.#seeded.datacenter;
  }

  get routers(): readonly KnownRouter[] {
    return this.#seeded.routers;
  }

  find(router: string): KnownRouter | undefined {
    return this.#seeded.routers.find(({ id }) => id === router);
  }

  isStranger(router: string): boolean {
    const known = this.find(router);
    return known === undefined || known.status === 'retired';
  }

  watch(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  async #look(): Promise<void> {
    const { file, datacenter, keys } = this.#settings;
    // Away for the moment in which it is replaced, perhaps.
    const text = await readFile(file, 'utf8').catch(() => this.#text);
    if (text === this.#text) return;
    this.#text = text;
    try {
      this.#seeded = readRoutersFile(text, datacenter, keys);
    } catch (error) {
      this.#log.warn(`the routers file is wrong now, and the old one counts: ${messageOf(error)}`);
      return;
    }
    this.#log.log(`the routers file has changed: ${this.#seeded.routers.length} routers`);
    for (const listener of [...this.#listeners]) listener();
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
