import type { Me } from '@ferrule/api-contracts';
import { RIGHTS_OF } from '@ferrule/api-domain';
import { NoQuery } from '@ferrule/http';
import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DocumentsMe } from '../key/key.document.ts';
import { callerNow } from './caller.ts';

@ApiTags('keys')
@Controller('api/v1/me')
export class MeController {
  @Get()
  @NoQuery()
  @DocumentsMe()
  get(): Me {
    const { actor, tenant, role, scope, keyId, expiresAt } = callerNow();
    return { actor, tenant, role, rights: RIGHTS_OF[role], ...scope, keyId, expiresAt };
  }
}
