import type { ServerResponse } from 'node:http';
import type { KeyView as View } from '@ferrule/api-contracts';
import { NoQuery } from '@ferrule/http';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { callerNow } from '../access/caller.ts';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { PageQuery } from '../page.ts';
import { KeyHandler } from './key.handler.ts';
import { keyText } from './key-text.ts';
import {
  DocumentsIssue,
  DocumentsKey,
  DocumentsKeys,
  DocumentsRevocation,
  DocumentsRotation,
} from './key.document.ts';
import { KeyView } from './key.view.ts';
import { IssueKeyRequest, KeyPath, RevokeKeyQuery, RotateKeyRequest } from './requests.ts';

interface WithSecret {
  readonly key: View;
  readonly secret: string;
}

/** Whoever may issue keys may do everything: nobody who is limited does. */
@ApiTags('keys')
@Controller('api/v1/keys')
@Needs('administer')
@OfTheHouse('everywhere')
export class KeyController {
  constructor(
    private readonly keys: KeyHandler,
    private readonly view: KeyView,
  ) {}

  @Get()
  @DocumentsKeys()
  list(
    @Query() { cursor, limit }: PageQuery,
  ): Promise<{ readonly keys: readonly View[]; readonly next: string | null }> {
    return this.view.list(cursor, limit);
  }

  @Get(':key')
  @NoQuery()
  @DocumentsKey()
  get(@Param() { key }: KeyPath): Promise<View> {
    return this.view.get(key);
  }

  @Post()
  @NoQuery()
  @DocumentsIssue()
  async issue(
    @Body() { name, role, tenants, datacenters, expiresAt }: IssueKeyRequest,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<WithSecret> {
    const settings = {
      ...{ name, role, tenants: tenants ?? null, datacenters: datacenters ?? null },
      expiresAt: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
    };
    const text = await this.keys.issue(settings, callerNow().actor);
    response.setHeader('location', `/api/v1/keys/${text.keyId}`);
    return { key: await this.view.get(text.keyId), secret: keyText(text) };
  }

  @Post(':key/rotate')
  @HttpCode(200)
  @NoQuery()
  @DocumentsRotation()
  async rotate(
    @Param() { key }: KeyPath,
    @Body() { overlapSeconds = 86_400 }: RotateKeyRequest,
  ): Promise<WithSecret> {
    const text = await this.keys.rotate(key, overlapSeconds, callerNow().actor);
    return { key: await this.view.get(key), secret: keyText(text) };
  }

  @Delete(':key')
  @HttpCode(204)
  @DocumentsRevocation()
  async revoke(@Param() { key }: KeyPath, @Query() { reason }: RevokeKeyQuery): Promise<void> {
    await this.keys.revoke(key, reason ?? null, callerNow().actor);
  }
}
