import { AUDIT_QUERIES, type Retention } from '@ferrule/audit-contracts';
import { NoQuery } from '@ferrule/http';
import type { FieldNotes } from '@ferrule/kernel';
import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsInt, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { Needs, OfTheHouse } from '../access/needs.ts';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { DocumentsRetention, DocumentsSettingRetention } from './audit.document.ts';
import { readerNow } from './ledger-reader.ts';

class TenantPath {
  static readonly notes: FieldNotes<TenantPath> = { tenant: { description: 'Its name' } };

  @Matches(/^[^\p{Cc}]{1,200}$/u, { message: 'tenant must be 1 to 200 characters' })
  tenant!: string;
}

export class RetentionBody {
  static readonly notes: FieldNotes<RetentionBody> = {
    days: { description: 'How long it keeps the bodies of its events; null: for ever' },
    reason: { description: 'Why', examples: ['contract of 2026'] },
  };

  @ValidateIf((body: RetentionBody) => body.days !== null)
  @IsInt({ message: 'days must be a whole number or null' })
  @Min(1, { message: 'days must not be less than 1' })
  @Max(36_500, { message: 'days must not be greater than 36500' })
  days!: number | null;

  @IsString({ message: 'reason must be text' })
  @Length(1, 500, { message: 'reason must be 1 to 500 characters' })
  reason!: string;
}

/** How long tenants keep the bodies of their events; the entries stay for ever. */
@ApiTags('audit')
@Controller('api/v1/audit/retention')
@Needs('audit')
@OfTheHouse('everywhere')
export class RetentionController {
  constructor(private readonly queries: ScopedQueries) {}

  @Get()
  @NoQuery()
  @DocumentsRetention()
  async list(): Promise<{ readonly retention: readonly Retention[] }> {
    return { retention: await this.queries.ask(AUDIT_QUERIES.listRetention, {}) };
  }

  @Put(':tenant')
  @Needs('administer')
  @NoQuery()
  @DocumentsSettingRetention()
  set(
    @Param() { tenant }: TenantPath,
    @Body() { days, reason }: RetentionBody,
  ): Promise<Retention> {
    const reader = readerNow();
    return this.queries.ask(AUDIT_QUERIES.setRetention, { tenant, days, reason, reader });
  }
}
