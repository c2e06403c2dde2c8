import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { routerPasswordPlace } from '@ferrule/inventory-contracts';
import { type Meta, Rejection } from '@ferrule/kernel';
import { isSealed } from '@ferrule/sealed-secret';
import type { Delivery } from '@ferrule/service';
import { readStrictly } from '@ferrule/validation';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { InventoryConfig } from '../config.ts';
import { DatacenterHandler } from '../datacenter/datacenter.handler.ts';
import { RouterHandler } from '../router/router.handler.ts';
import { Secrets } from '../secret/secrets.ts';
import { SeedFile } from './seed-file.ts';

const META: Meta = { correlationId: 'seed', actor: 'seed', tenant: 'operator' };

/** One line of the file: how it is registered, and how it is configured where it is known. */
interface Line {
  readonly table: 'datacenter' | 'router';
  readonly id: string;
  readonly field: string;
  readonly register: (delivery: Delivery) => Promise<void>;
  readonly configure: (delivery: Delivery) => Promise<void>;
}

/** Registers what a file names and nobody knows yet. */
@Injectable()
export class Seed {
  readonly #log = new Logger('Seed');

  constructor(
    private readonly config: InventoryConfig,
    private readonly datacenters: DatacenterHandler,
    private readonly routers: RouterHandler,
    private readonly secrets: Secrets,
    private readonly dataSource: DataSource,
  ) {}

  async sow(): Promise<void> {
    const { seedFile } = this.config;
    if (seedFile === undefined) return;
    const file = await this.#read(seedFile);
    for (const line of [...this.#datacentersOf(file), ...this.#routersOf(file)])
      await this.#sow(line, file.known === 'configure');
  }

  #datacentersOf({ datacenters = [] }: SeedFile): Line[] {
    return datacenters.map((data, at) => ({
      table: 'datacenter',
      id: data.datacenterId,
      field: `datacenters[${at}]`,
      register: (delivery) =>
        this.datacenters.handle({ type: 'RegisterDatacenter', data }, delivery),
      configure: (delivery) =>
        this.datacenters.handle({ type: 'ConfigureDatacenter', data }, delivery),
    }));
  }

  #routersOf({ routers = [] }: SeedFile): Line[] {
    return routers.map(({ password: given, datacenter, user, ...data }, at) => ({
      table: 'router',
      id: data.routerId,
      field: `routers[${at}]`,
      register: (delivery) => {
        const place = routerPasswordPlace(data.routerId);
        const password = isSealed(given) ? given : this.secrets.seal(given, place);
        return this.routers.handle(
          { type: 'RegisterRouter', data: { ...data, datacenter, user, password } },
          delivery,
        );
      },
      configure: (delivery) => this.routers.handle({ type: 'ConfigureRouter', data }, delivery),
    }));
  }

  async #sow({ table, id, field, register, configure }: Line, anew: boolean): Promise<void> {
    const isKnown = await this.#isKnown(table, id);
    if (isKnown && !anew) return;
    const once = { consumer: 'inventory-seed', message: randomUUID() };
    try {
      await (isKnown ? configure : register)({ meta: META, once });
      this.#log.log(`${table} ${id} is as the seed file says`);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      // It is so already, another instance was faster, or an operator retired what the file still names.
      const isThere =
        ['NOTHING_TO_CHANGE', 'ROUTER_RETIRED'].includes(error.code) ||
        (!isKnown && error.code.endsWith('_EXISTS'));
      if (isThere) return;
      throw new Error(`the seed file is wrong at ${field}: ${error.message}`, { cause: error });
    }
  }

  async #read(path: string): Promise<SeedFile> {
    const content = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new Error(`the seed file ${path} cannot be read`, { cause });
    });
    const { instance, errors } = readStrictly(SeedFile, parsed(content, path));
    if (!errors) return instance;
    const faults = errors.map(({ message }) => message).join('; ');
    throw new Error(`the seed file ${path} is wrong: ${faults}`);
  }

  async #isKnown(table: 'datacenter' | 'router', id: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(`select from ${table} where id = $1`, [
      id,
    ]);
    return found.length > 0;
  }
}

const parsed = (content: string, path: string): unknown => {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    // Not what the parser says: it quotes the text, and there are passwords in it.
    throw new Error(`the seed file ${path} is no JSON`);
  }
};
