import { Rejection } from '@ferrule/kernel';
import {
  type Attributes,
  type Discovery,
  type PageQuestion,
  PlanChangesPayload,
  type Preview,
  type Probe,
  type ReadQuestion,
  type Rows,
  type SnapshotPage,
  wishOf,
} from '@ferrule/router-contracts';
import { menuPaths, type RouterCommand, RouterError, RouterTrap } from '@ferrule/router-domain';
import { Keyring } from '@ferrule/sealed-secret';
import { readStrictly } from '@ferrule/validation';
import { Inject, Injectable } from '@nestjs/common';
import { ROUTER_DIRECTORY, type RouterDirectory } from '../directory/router-directory.ts';
import { Errand } from '../order/errand.ts';
import { planWish } from '../order/plan-wish.ts';
import { SealedImages } from '../order/sealed-images.ts';
import { Fleet } from '../router/fleet.ts';
import type { RouterLink } from '../router/router-link.ts';
import { pageOf } from './page.ts';

const PREVIEW_MS = 25_000;

/** What can be asked of a router without changing it, whoever holds its lease. */
@Injectable()
export class RouterQuestions {
  readonly #images: SealedImages;

  constructor(
    private readonly fleet: Fleet,
    @Inject(ROUTER_DIRECTORY) private readonly directory: RouterDirectory,
    keys: Keyring,
  ) {
    this.#images = new SealedImages(keys);
  }

  async preview(router: string, question: Readonly<Record<string, unknown>>): Promise<Preview> {
    const link = this.#linkTo(router);
    const { datacenter } = this.directory;
    const notAfter = new Date(Date.now() + PREVIEW_MS).toISOString();
    const { tag, wish } = asOrder(router, datacenter.id, notAfter, question);
    const never = new AbortController().signal;
    const errand = new Errand({
      link,
      notAfter,
      check: () => undefined,
      lost: never,
      stopping: never,
    });
    const planned = await errand.run(() =>
      planWish({ tag, wish: wish && wishOf(wish), datacenter, version: link.router.dialect }),
    );
    return 'failure' in planned
      ? { plan: null, failure: planned.failure }
      : { plan: this.#images.seal(router, planned.plan), failure: null };
  }

  async probe(router: string): Promise<Probe> {
    return this.#linkTo(router).probe();
  }

  async discover(router: string, question: PageQuestion): Promise<Discovery> {
    const [[resource = {}], [identity = {}], interfaces] = await Promise.all([
      this.#ask(router, { command: '/system/resource/print' }),
      this.#ask(router, { command: '/system/identity/print' }),
      this.#ask(router, { command: '/interface/print' }),
    ]);
    const { items, next } = pageOf(interfaces, question);
    return {
      version: resource['version'] ?? '',
      board: resource['board-name'] ?? '',
      architecture: resource['architecture-name'] ?? '',
      identity: identity['name'] ?? '',
      interfaces: items,
      next,
    };
  }

  async read(router: string, { path, query = [], ...page }: ReadQuestion): Promise<Rows> {
    const rows = await this.#ask(router, { command: `${path}/print`, query });
    const { items, next } = pageOf(rows, page);
    return { rows: items.map((row) => this.#sealed(router, path, row)), next };
  }

  /** A page is of one menu at most; `after` says which, and where in it. */
  async snapshot(router: string, { after, limit }: PageQuestion): Promise<SnapshotPage> {
    const [menu = 0, offset = 0] = (after ?? '0.0').split('.').map(Number);
    for (let at = menu; ; at += 1) {
      const path = menuPaths[at];
      if (path === undefined) return { rows: [], next: null };
      const rows = await this.#menu(router, path);
      const begin = at === menu ? offset : 0;
      const { items, next } = pageOf(rows, {
        after: String(begin),
        ...(limit !== undefined && { limit }),
      });
      if (items.length === 0) continue;
      return {
        rows: items.map((row) => ({ path, row: this.#sealed(router, path, row) })),
        next: next === null ? `${at + 1}.0` : `${at}.${next}`,
      };
    }
  }

  /** An older router has fewer menus. */
  async #menu(router: string, path: string): Promise<readonly Attributes[]> {
    try {
      return await this.#ask(router, { command: `${path}/print` });
    } catch (error) {
      if (error instanceof Rejection && error.message.includes(': no such command')) return [];
      throw error;
    }
  }

  #sealed(router: string, path: string, row: Attributes): Attributes {
    return this.#images.sealRow(router, path, row);
  }

  async #ask(router: string, command: RouterCommand): Promise<readonly Attributes[]> {
    try {
      return (await this.#linkTo(router).send(command)).rows;
    } catch (error) {
      if (error instanceof RouterTrap)
        throw new Rejection('ROUTER_REFUSED', `${command.command}: ${error.message}`);
      if (error instanceof RouterError)
        throw new Rejection('ROUTER_UNREACHABLE', `${router} did not answer: ${error.message}`);
      throw error;
    }
  }

  #linkTo(router: string): RouterLink {
    const link = this.fleet.find(router)?.link;
    if (link !== undefined) return link;
    throw new Rejection('ROUTER_NOT_FOUND', `no router ${router} is known here`, {
      field: 'router',
    });
  }
}

/** A question has the shape of the command that it is a preview of, and the same rules. */
const asOrder = (
  router: string,
  datacenter: string,
  notAfter: string,
  { tag, wish }: Readonly<Record<string, unknown>>,
): PlanChangesPayload => {
  const order = { datacenter, router, jobId: 'preview', notAfter, tag, wish };
  const { instance, errors } = readStrictly(PlanChangesPayload, order);
  if (!errors) return instance;
  const [first] = errors;
  throw new Rejection('VALIDATION_FAILED', first?.message ?? 'the question is not valid', {
    ...(first && { field: first.field }),
    errors,
  });
};
