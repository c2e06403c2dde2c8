import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { FirstKey } from '../key/first-key.ts';
import { KeyController } from '../key/key.controller.ts';
import { KeyHandler } from '../key/key.handler.ts';
import { KeyView } from '../key/key.view.ts';
import { KeySource, KnownKeys } from '../key/known-keys.ts';
import { PgKeySource } from '../key/pg-key-source.ts';
import { AccessGuard } from './access.guard.ts';
import { Authentication } from './authentication.ts';
import { Door } from './door.ts';
import { MeController } from './me.controller.ts';
import { OidcTokens } from './oidc-tokens.ts';
import { RateLimits } from './rate-limits.ts';
import { Refusals } from './refusals.ts';
import { UnreadableRequests } from './unreadable-requests.ts';

/** Who is let in, and what they may do. */
@Module({
  controllers: [KeyController, MeController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: KeySource, useClass: PgKeySource },
    {
      provide: KnownKeys,
      inject: [KeySource],
      useFactory: (source: KeySource) => new KnownKeys(source),
    },
    Door,
    Authentication,
    OidcTokens,
    RateLimits,
    Refusals,
    UnreadableRequests,
    KeyHandler,
    KeyView,
    FirstKey,
  ],
})
export class AccessModule {}
