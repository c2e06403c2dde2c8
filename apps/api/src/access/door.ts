import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentRequest, type Middleware } from '@ferrule/http';
import { Inject, Injectable } from '@nestjs/common';
import { ApiConfig } from '../config.ts';
import { actingTenant, TENANT_HEADER } from './acting-tenant.ts';
import { Authentication } from './authentication.ts';
import { asCaller, type Caller, type Identity } from './caller.ts';
import { type Credential, readCredential } from './credential.ts';
import { isOpen } from './open-paths.ts';
import { RateLimits } from './rate-limits.ts';
import { Refusals } from './refusals.ts';
import { Refused } from './refused.ts';
import { sourceOf } from './source-of.ts';

/** One request at the door, as far as it got. */
interface Visit {
  readonly source: string;
  identity?: Identity;
  refused?: Refused;
}

const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined => {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : value;
};

/** Says who asks, and for whom, before anything else looks at a request. */
@Injectable()
export class Door {
  constructor(
    @Inject(ApiConfig) private readonly config: Pick<ApiConfig, 'tenant'>,
    private readonly authentication: Authentication,
    private readonly limits: RateLimits,
    private readonly refusals: Refusals,
  ) {}

  readonly enter: Middleware = (request, response, next) => {
    if (isOpen(currentRequest()?.path ?? '')) {
      next();
      return;
    }
    const visit: Visit = { source: sourceOf(String(Reflect.get(request, 'ip'))) };
    this.#watch(visit, response);
    this.#letIn(visit, request, response).then(
      (caller) => {
        asCaller(caller, next);
      },
      (error: unknown) => {
        if (error instanceof Refused) visit.refused = error;
        next(error);
      },
    );
  };

  async #letIn(visit: Visit, request: IncomingMessage, response: ServerResponse): Promise<Caller> {
    const identity = await this.#identify(visit, request, response);
    visit.identity = identity;
    this.limits.take(identity, response);
    const named = headerOf(request, TENANT_HEADER);
    const tenant = actingTenant(named, identity.scope.tenants, this.config.tenant);
    return { ...identity, tenant };
  }

  async #identify(
    { source }: Visit,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Identity> {
    let credential: Credential | undefined;
    try {
      credential = readCredential(headerOf(request, 'authorization'));
      if (!this.authentication.hasServed(credential)) this.limits.checkFailures(source, response);
      return await this.authentication.identify(credential);
    } catch (error) {
      if (error instanceof Refused && error.code === 'UNAUTHENTICATED')
        this.limits.countFailure(source);
      throw error;
    }
  }

  /** Whoever refused it, here or behind: that it was refused is recorded. */
  #watch(visit: Visit, response: ServerResponse): void {
    const facts = currentRequest();
    response.once('finish', () => {
      const { source, identity, refused } = visit;
      this.refusals.note(response.statusCode, {
        ...{ source, reason: refused?.reason, method: facts?.method ?? '' },
        actor: identity?.actor ?? null,
        keyId: identity?.keyId ?? refused?.keyId ?? null,
        route: facts?.route() ?? facts?.path ?? '',
      });
    });
  }
}
