import type { Row, RowChange } from '@ferrule/event-store';
import type { WebhookEvent } from '@ferrule/notifier-contracts';

const update = (id: string, row: Row): RowChange => ({
  op: 'update',
  table: 'webhook',
  key: ['id'],
  row: { id, ...row },
});

/** What an event changes in the table of webhooks. */
export const webhookRows = ({ type, data }: WebhookEvent, tenant: string): RowChange => {
  const { webhookId: id } = data;
  switch (type) {
    case 'WebhookRegistered': {
      const { webhookId: _, signing, publicKey, ...settings } = data;
      const row = { id, tenant, settings, signing, public_key: publicKey, status: 'active' };
      return { op: 'insert', table: 'webhook', row };
    }
    case 'WebhookReconfigured': {
      const { webhookId: _, ...settings } = data;
      return update(id, { settings });
    }
    case 'WebhookSecretRotated':
      return update(id, { signing: data.signing, public_key: data.publicKey });
    case 'WebhookEnabled':
      return update(id, { status: 'active', disabled_reason: null, failing_since: null });
    case 'WebhookDisabled':
      return update(id, { status: 'disabled', disabled_reason: data.reason });
    case 'WebhookRemoved':
      return { op: 'delete', table: 'webhook', key: ['id'], row: { id } };
  }
};
