import type { IncomingMessage, ServerResponse } from 'node:http';
import { EVERYTHING } from '@ferrule/kernel';
import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import { ApiConfig } from '../config.ts';
import { asCaller } from './caller.ts';

/** Says who asks, before anything else looks at a request. */
@Injectable()
export class Authentication implements NestMiddleware {
  constructor(@Inject(ApiConfig) private readonly config: Pick<ApiConfig, 'tenant'>) {}

  use(_request: IncomingMessage, _response: ServerResponse, next: () => void): void {
    const { tenant } = this.config;
    asCaller({ actor: 'anonymous', tenant, scope: EVERYTHING }, next);
  }
}
