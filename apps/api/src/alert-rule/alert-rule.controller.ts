import { NoQuery } from '@ferrule/http';
import { Rejection } from '@ferrule/kernel';
import {
  type AlertRuleView,
  chatAddressPlace,
  NOTIFIER_QUERIES,
  type Recipient,
} from '@ferrule/notifier-contracts';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Sealer } from '../inventory/sealer.ts';
import { PageQuery } from '../page.ts';
import { ownFilter } from '../webhook/own-filter.ts';
import { WebhookCommands } from '../webhook/webhook-commands.ts';
import { DocumentsRule, DocumentsRuleRemoval, DocumentsRules } from './alert-rule.document.ts';
import { AlertRulePath, AlertRuleRequest, type RecipientRequest } from './requests.ts';

interface Page {
  readonly alertRules: readonly AlertRuleView[];
  readonly next: string | null;
}

@ApiTags('alert rules')
@Controller('api/v1/alert-rules')
export class AlertRuleController {
  constructor(
    private readonly commands: WebhookCommands,
    private readonly sealer: Sealer,
  ) {}

  @Get()
  @DocumentsRules()
  list(@Query() { cursor, limit }: PageQuery): Promise<Page> {
    return this.commands.ask(NOTIFIER_QUERIES.listAlertRules, { after: cursor, limit });
  }

  @Get(':rule')
  @NoQuery()
  @DocumentsRule('Show a rule')
  async get(@Param() { rule: ruleId }: AlertRulePath): Promise<AlertRuleView> {
    const { alertRules } = await this.commands.ask<Page>(NOTIFIER_QUERIES.listAlertRules, {
      ruleId,
    });
    const [found] = alertRules;
    if (found !== undefined) return found;
    throw new Rejection('ALERT_RULE_UNKNOWN', `there is no rule ${ruleId}`, { field: 'rule' });
  }

  @Put(':rule')
  @NoQuery()
  @DocumentsRule('Set a rule', 'Makes it, or says everything of it anew; a chat keeps its address.')
  async set(
    @Param() { rule: ruleId }: AlertRulePath,
    @Body() { to, filter, timeZone = 'UTC', groupSeconds = 300, ...when }: AlertRuleRequest,
  ): Promise<AlertRuleView> {
    const address =
      to.url === undefined ? {} : { address: this.sealer.seal(to.url, chatAddressPlace(ruleId)) };
    await this.commands.execute({
      type: 'SetAlertRule',
      data: {
        ...{ ruleId, filter: ownFilter(filter), timeZone, groupSeconds, ...when, ...address },
        to: await this.#recipient(ruleId, to),
      },
    });
    return this.get({ rule: ruleId });
  }

  @Delete(':rule')
  @HttpCode(204)
  @NoQuery()
  @DocumentsRuleRemoval()
  async remove(@Param() { rule: ruleId }: AlertRulePath): Promise<void> {
    await this.commands.execute({ type: 'RemoveAlertRule', data: { ruleId } });
  }

  async #recipient(
    ruleId: string,
    { kind, addresses = [], url }: RecipientRequest,
  ): Promise<Recipient> {
    if (kind === 'mail') return { kind, addresses };
    if (url !== undefined) return { kind, host: new URL(url).host };
    const { to } = await this.get({ rule: ruleId });
    if (to.kind === 'chat') return to;
    throw new Rejection('ADDRESS_MISSING', 'url must say where the chat takes messages', {
      field: 'to.url',
    });
  }
}
