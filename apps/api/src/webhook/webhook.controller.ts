import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import {
  type AttemptView,
  type DeliveryView,
  NOTIFIER_QUERIES,
  ReplayDeliveriesPayload,
  type Signing,
  webhookSecretPlace,
  type WebhookView,
} from '@ferrule/notifier-contracts';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiTags, OmitType } from '@nestjs/swagger';
import { Sealer } from '../inventory/sealer.ts';
import { PageQuery } from '../page.ts';
import {
  ChangeWebhookRequest,
  DeliveryListQuery,
  DeliveryPath,
  DisableWebhookRequest,
  RegisterWebhookRequest,
  RotateSecretRequest,
  WebhookPath,
} from './requests.ts';
import { ownFilter } from './own-filter.ts';
import { newKey } from './signing-key.ts';
import { WebhookCommands } from './webhook-commands.ts';
import {
  DocumentsAttempts,
  DocumentsDeliveries,
  DocumentsRemoval,
  DocumentsSecret,
  DocumentsSent,
  DocumentsWebhook,
  DocumentsWebhooks,
} from './webhook.document.ts';

class ReplayRequest extends OmitType(ReplayDeliveriesPayload, ['webhookId']) {}

interface WithSecret {
  readonly webhook: WebhookView;
  readonly secret: string;
}

@ApiTags('webhooks')
@Controller('api/v1/webhooks')
export class WebhookController {
  constructor(
    private readonly commands: WebhookCommands,
    private readonly sealer: Sealer,
  ) {}

  @Get()
  @DocumentsWebhooks()
  list(
    @Query() { cursor, limit }: PageQuery,
  ): Promise<{ webhooks: readonly WebhookView[]; next: string | null }> {
    return this.commands.ask(NOTIFIER_QUERIES.listWebhooks, { after: cursor, limit });
  }

  @Get(':webhook')
  @NoQuery()
  @DocumentsWebhook('Show a webhook')
  get(@Param() { webhook: webhookId }: WebhookPath): Promise<WebhookView> {
    return this.commands.ask(NOTIFIER_QUERIES.getWebhook, { webhookId });
  }

  @Post()
  @NoQuery()
  @DocumentsSecret(
    'Register a webhook',
    201,
    'Events of its tenant are posted to it from now on, signed as Standard Webhooks has it.',
  )
  async register(
    @Body()
    { webhookId = `webhook-${randomBytes(8).toString('hex')}`, ...order }: RegisterWebhookRequest,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<WithSecret> {
    const { signing = 'hmac-sha256', url, filter, ordered = false, description = null } = order;
    const { secret, key } = this.#newKey(webhookId, signing);
    const webhook = await this.commands.change({
      type: 'RegisterWebhook',
      data: { webhookId, url, filter: ownFilter(filter), ordered, description, ...key },
    });
    response.setHeader('location', `/api/v1/webhooks/${webhookId}`);
    return { webhook, secret };
  }

  @Patch(':webhook')
  @NoQuery()
  @DocumentsWebhook('Change a webhook', 'What is not named stays as it is.')
  change(
    @Param() { webhook: webhookId }: WebhookPath,
    @Body() { filter, ...changes }: ChangeWebhookRequest,
  ): Promise<WebhookView> {
    const data = { ...changes, webhookId, ...(filter && { filter: ownFilter(filter) }) };
    return this.commands.change({ type: 'ChangeWebhook', data });
  }

  @Delete(':webhook')
  @HttpCode(204)
  @NoQuery()
  @DocumentsRemoval()
  async remove(@Param() { webhook: webhookId }: WebhookPath): Promise<void> {
    await this.commands.execute({ type: 'RemoveWebhook', data: { webhookId } });
  }

  @Post(':webhook/secret')
  @HttpCode(200)
  @NoQuery()
  @DocumentsSecret(
    'Rotate the secret of a webhook',
    200,
    'For a while, a day unless said otherwise, the old one signs as well.',
  )
  async rotate(
    @Param() { webhook: webhookId }: WebhookPath,
    @Body() { signing = 'hmac-sha256', overlapSeconds = 86_400 }: RotateSecretRequest,
  ): Promise<WithSecret> {
    const { secret, key } = this.#newKey(webhookId, signing);
    const webhook = await this.commands.change({
      type: 'RotateWebhookSecret',
      data: { webhookId, ...key, overlapSeconds },
    });
    return { webhook, secret };
  }

  @Post(':webhook/enable')
  @HttpCode(200)
  @NoQuery()
  @DocumentsWebhook('Enable a webhook', 'What it missed meanwhile can be replayed.')
  enable(@Param() { webhook: webhookId }: WebhookPath): Promise<WebhookView> {
    return this.commands.change({ type: 'EnableWebhook', data: { webhookId } });
  }

  @Post(':webhook/disable')
  @HttpCode(200)
  @NoQuery()
  @DocumentsWebhook('Disable a webhook', 'It is told of nothing until it is enabled.')
  disable(
    @Param() { webhook: webhookId }: WebhookPath,
    @Body() { reason }: DisableWebhookRequest,
  ): Promise<WebhookView> {
    return this.commands.change({ type: 'DisableWebhook', data: { webhookId, reason } });
  }

  @Post(':webhook/ping')
  @HttpCode(202)
  @NoQuery()
  @DocumentsSent('Try a webhook', 'Sends it an event of the type Ping.')
  ping(@Param() { webhook: webhookId }: WebhookPath): Promise<{ deliveries: number }> {
    return this.#sent({ type: 'PingWebhook', data: { webhookId } });
  }

  @Post(':webhook/replay')
  @HttpCode(202)
  @NoQuery()
  @DocumentsSent(
    'Send deliveries again',
    'One by its id, or all events of a time that its filter lets through, also those that it missed.',
  )
  replay(
    @Param() { webhook: webhookId }: WebhookPath,
    @Body() { deliveryId, from = '', to = '' }: ReplayRequest,
  ): Promise<{ deliveries: number }> {
    const which = deliveryId === undefined ? { from, to } : { deliveryId };
    return this.#sent({ type: 'ReplayDeliveries', data: { webhookId, ...which } });
  }

  @Get(':webhook/deliveries')
  @DocumentsDeliveries()
  deliveries(
    @Param() { webhook: webhookId }: WebhookPath,
    @Query() { cursor, ...filter }: DeliveryListQuery,
  ): Promise<{ deliveries: readonly DeliveryView[]; next: string | null }> {
    return this.commands.ask(NOTIFIER_QUERIES.listDeliveries, {
      webhookId,
      ...filter,
      before: cursor,
    });
  }

  @Get(':webhook/deliveries/:delivery')
  @NoQuery()
  @DocumentsAttempts()
  attempts(
    @Param() { delivery: deliveryId }: DeliveryPath,
  ): Promise<{ attempts: readonly AttemptView[] }> {
    return this.commands.ask(NOTIFIER_QUERIES.listAttempts, { deliveryId });
  }

  async #sent(command: Parameters<WebhookCommands['execute']>[0]): Promise<{ deliveries: number }> {
    const { deliveries } = await this.commands.execute(command);
    return { deliveries };
  }

  #newKey(webhookId: string, signing: Signing) {
    const { secret, publicKey } = newKey(signing);
    const sealed = this.sealer.seal(secret, webhookSecretPlace(webhookId));
    return { secret, key: { signing, publicKey, secret: sealed } };
  }
}
