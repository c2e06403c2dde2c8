import { AUDIT_SCHEMAS, LEDGER_PAGE_SCHEMA } from '@ferrule/audit-contracts';
import { KEY_SCHEMA, ME_SCHEMA } from '@ferrule/api-contracts';
import type { OpenApiOptions } from '@ferrule/http';
import { NETWORK_NAMES_SCHEMA, NETWORK_SCHEMA } from '@ferrule/ipam-contracts';
import { DATACENTER_SCHEMA, ROUTER_SCHEMA } from '@ferrule/inventory-contracts';
import { type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import {
  JOB_HISTORY_EVENT_SCHEMA,
  JOB_SCHEMA,
  JOB_SUMMARY_SCHEMA,
  JOB_TIMELINE_SCHEMA,
} from '@ferrule/provisioning-contracts';
import { ALERT_RULE_SCHEMA, DELIVERY_SCHEMA, WEBHOOK_SCHEMA } from '@ferrule/notifier-contracts';
import { AccessModule } from './access/access.module.ts';
import { ACCESS_PROBLEMS, describeCredentials } from './access/access.document.ts';
import { ApiModule } from './api.module.ts';
import { PROBE_SCHEMA } from './inventory/inventory.document.ts';
import { IPAM_SCHEMAS } from './ipam/ipam-schemas.ts';
import { PROVISIONED_NETWORK_SCHEMA } from './network/provisioned-network.ts';
import { KEY_SECRET_SCHEMA } from './key/key.document.ts';
import { STARTED_JOB_SCHEMA } from './job/started-job.ts';
import { ATTEMPTS_SCHEMA, SENT_SCHEMA, WEBHOOK_SECRET_SCHEMA } from './webhook/webhook.document.ts';

const NEXT = orNull({
  type: 'string',
  description: 'Ask again with this as cursor; null on the last page',
});

const pageOf = (name: string, items: JsonSchema): JsonSchema =>
  objectSchema({ [name]: { type: 'array', items }, next: NEXT });

const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

export const describeApi = (): OpenApiOptions => ({
  title: 'Ferrule',
  version: '1',
  description: 'Event-sourced network provisioning for fleets of MikroTik routers.',
  include: [ApiModule, AccessModule],
  extend: describeCredentials,
  everywhere: ACCESS_PROBLEMS,
  schemas: {
    ProvisionedNetwork: PROVISIONED_NETWORK_SCHEMA,
    StartedJob: STARTED_JOB_SCHEMA,
    Network: NETWORK_SCHEMA,
    NetworkNames: NETWORK_NAMES_SCHEMA,
    NetworkPage: pageOf('networks', ref('Network')),
    Datacenter: DATACENTER_SCHEMA,
    DatacenterPage: pageOf('datacenters', ref('Datacenter')),
    Router: ROUTER_SCHEMA,
    RouterPage: pageOf('routers', ref('Router')),
    Probe: PROBE_SCHEMA,
    ...IPAM_SCHEMAS,
    Job: JOB_SCHEMA,
    JobSummary: JOB_SUMMARY_SCHEMA,
    JobEvent: JOB_HISTORY_EVENT_SCHEMA,
    JobTimeline: JOB_TIMELINE_SCHEMA,
    JobPage: pageOf('jobs', ref('JobSummary')),
    LedgerPage: LEDGER_PAGE_SCHEMA,
    ...AUDIT_SCHEMAS,
    Webhook: WEBHOOK_SCHEMA,
    WebhookPage: pageOf('webhooks', ref('Webhook')),
    WebhookSecret: WEBHOOK_SECRET_SCHEMA,
    DeliveryPage: pageOf('deliveries', DELIVERY_SCHEMA),
    Attempts: ATTEMPTS_SCHEMA,
    Sent: SENT_SCHEMA,
    Key: KEY_SCHEMA,
    KeyPage: pageOf('keys', ref('Key')),
    KeySecret: KEY_SECRET_SCHEMA,
    Me: ME_SCHEMA,
    AlertRule: ALERT_RULE_SCHEMA,
    AlertRulePage: pageOf('alertRules', ref('AlertRule')),
  },
});
