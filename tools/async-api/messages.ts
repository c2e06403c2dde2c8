import 'reflect-metadata';
import { API_EVENT_SCHEMAS, apiEventSubject, isApiEvent } from '@ferrule/api-contracts';
import { AUDIT_EVENT_SCHEMAS, auditEventSubject, isAuditEvent } from '@ferrule/audit-contracts';
import {
  ConfigureRouterPayload,
  DatacenterPayload,
  DatacenterRefPayload,
  INVENTORY_COMMANDS,
  INVENTORY_EVENT_SCHEMAS,
  inventoryCommandSubject,
  inventoryEventSubject,
  isInventoryEvent,
  RegisterRouterPayload,
  RotateRouterCredentialsPayload,
  RouterBecausePayload,
  RouterRefPayload,
  StartDatacenterMaintenancePayload,
} from '@ferrule/inventory-contracts';
import {
  IPAM_COMMAND_PAYLOADS,
  IPAM_COMMAND_SUMMARIES,
  IPAM_COMMANDS,
  IPAM_EVENT_SCHEMAS,
  ipamCommandSubject,
  ipamEventSubject,
  isIpamCommand,
  isIpamEvent,
} from '@ferrule/ipam-contracts';
import type { JsonSchema } from '@ferrule/kernel';
import { commandStream, EVENTS, type StreamDeclaration } from '@ferrule/messaging';
import {
  isNotifierEvent,
  NOTIFIER_EVENT_SCHEMAS,
  notifierEventSubject,
} from '@ferrule/notifier-contracts';
import {
  DEFAULT_PARALLEL,
  DEPROVISION_NETWORK_EXAMPLE,
  DeprovisionNetworkRequest,
  isProvisioningEvent,
  everyPublishers,
  PrepareDatacenterRequest,
  PROVISION_NETWORK_EXAMPLE,
  PROVISIONING_COMMANDS,
  PROVISIONING_EVENT_EXAMPLES,
  PROVISIONING_EVENT_SCHEMAS,
  type ProvisioningCommandType,
  provisioningEventSubject,
  ProvisionNetworkRequest,
  ProvisionNetworksRequest,
} from '@ferrule/provisioning-contracts';
import { jsonSchemaOf } from '@ferrule/validation';
import { commandHeaders, eventHeaders, publicCommandHeaders } from './headers.ts';

/** One kind of message and where it travels. */
export interface DocumentedMessage {
  readonly type: string;
  readonly kind: 'command' | 'event';
  /** With a parameter in braces where a token varies. */
  readonly address: string;
  readonly parameters?: Readonly<Record<string, { readonly description: string }>>;
  readonly stream: StreamDeclaration;
  readonly headers: JsonSchema;
  readonly payload: JsonSchema;
  readonly summary: string;
  /** Between our own services; nobody else may rely on it. */
  readonly internal?: true;
  readonly example?: object;
}

const fromPublishers = (type: ProvisioningCommandType) => ({
  address: everyPublishers(type).replace(/\*$/u, '{publisher}'),
  parameters: {
    publisher: {
      description:
        'The name that the sender signs in under: 1 to 32 letters, digits, "-" or "_". The server refuses any other.',
    },
  },
  stream: commandStream(PROVISIONING_COMMANDS.stream, PROVISIONING_COMMANDS.subjects),
});

const commands: readonly DocumentedMessage[] = [
  {
    type: 'ProvisionNetwork',
    kind: 'command',
    ...fromPublishers('ProvisionNetwork'),
    headers: publicCommandHeaders('ProvisionNetwork'),
    payload: jsonSchemaOf(ProvisionNetworkRequest),
    summary:
      'Asks for a network. It is answered with NetworkProvisionAccepted or NetworkProvisionRejected, and an accepted one later with NetworkProvisionCompleted or NetworkProvisionFailed; all four carry the job as ce-correlationid, and the first two the ce-id of the command as ce-causationid. Repeat it with the same ce-id until you hear one or the other: the acknowledgement of the bus is not acceptance.',
    example: PROVISION_NETWORK_EXAMPLE,
  },
  {
    type: 'DeprovisionNetwork',
    kind: 'command',
    ...fromPublishers('DeprovisionNetwork'),
    headers: publicCommandHeaders('DeprovisionNetwork'),
    payload: jsonSchemaOf(DeprovisionNetworkRequest),
    summary:
      'Asks for a network to be taken down: off its router, its names, then its addresses. It is answered as ProvisionNetwork is, with the events NetworkDeprovision…; rejected with NETWORK_IN_USE while addresses of it are in use, unless forced.',
    example: DEPROVISION_NETWORK_EXAMPLE,
  },
  {
    type: 'ProvisionNetworks',
    kind: 'command',
    ...fromPublishers('ProvisionNetworks'),
    headers: publicCommandHeaders('ProvisionNetworks'),
    payload: jsonSchemaOf(ProvisionNetworksRequest),
    summary:
      'Asks for many networks at once, each a job of its own. It is answered as ProvisionNetwork is, with the events NetworkBatch…, the last of which says what has become of all; each network has the events of a provisioning as well.',
    example: { networks: [PROVISION_NETWORK_EXAMPLE], parallel: DEFAULT_PARALLEL },
  },
  {
    type: 'PrepareDatacenter',
    kind: 'command',
    ...fromPublishers('PrepareDatacenter'),
    headers: publicCommandHeaders('PrepareDatacenter'),
    payload: jsonSchemaOf(PrepareDatacenterRequest),
    summary:
      "Puts the base configuration on a datacenter's router; for operators. It is answered as ProvisionNetwork is, with the events DatacenterPrepare….",
    example: { datacenter: 'DC1' },
  },
  ...Object.entries(IPAM_COMMAND_PAYLOADS).flatMap(([type, payload]): DocumentedMessage[] =>
    isIpamCommand(type)
      ? [
          {
            type,
            kind: 'command',
            address: ipamCommandSubject(type),
            stream: commandStream(IPAM_COMMANDS.stream, IPAM_COMMANDS.subjects),
            headers: commandHeaders(type),
            payload: jsonSchemaOf(payload),
            summary: IPAM_COMMAND_SUMMARIES[type],
            internal: true,
          },
        ]
      : [],
  ),
  ...(
    [
      ['RegisterDatacenter', DatacenterPayload, 'Makes a datacenter known'],
      ['ConfigureDatacenter', DatacenterPayload, 'Says everything of a datacenter anew'],
      [
        'StartDatacenterMaintenance',
        StartDatacenterMaintenancePayload,
        'Lets the commands of all its routers wait',
      ],
      ['EndDatacenterMaintenance', DatacenterRefPayload, 'Lets them go on'],
      ['RegisterRouter', RegisterRouterPayload, 'Makes a router known'],
      ['ConfigureRouter', ConfigureRouterPayload, 'Says everything of a router anew'],
      [
        'RotateRouterCredentials',
        RotateRouterCredentialsPayload,
        'Signs in with another user or another password, which its sender has sealed',
      ],
      ['StartRouterMaintenance', RouterBecausePayload, 'Lets the commands of a router wait'],
      ['EndRouterMaintenance', RouterRefPayload, 'Lets them go on'],
      ['RetireRouter', RouterBecausePayload, 'Takes a router on which no network lives out of use'],
    ] as const
  ).map(([type, payload, summary]): DocumentedMessage => ({
    type,
    kind: 'command',
    address: inventoryCommandSubject(type),
    stream: commandStream(INVENTORY_COMMANDS.stream, INVENTORY_COMMANDS.subjects),
    headers: commandHeaders(type),
    payload: jsonSchemaOf(payload),
    summary,
    internal: true,
  })),
];

const event = (
  type: string,
  service: string,
  address: string,
  payload: JsonSchema,
  example?: object,
): DocumentedMessage => ({
  type,
  kind: 'event',
  address,
  stream: EVENTS,
  headers: eventHeaders(type, service),
  payload,
  summary: String(payload['description']),
  ...(example && { example }),
});

const events: readonly DocumentedMessage[] = [
  ...Object.entries(PROVISIONING_EVENT_SCHEMAS).flatMap(([type, payload]) => {
    if (!isProvisioningEvent(type)) return [];
    const example = Object.entries(PROVISIONING_EVENT_EXAMPLES).find(([name]) => name === type);
    return [event(type, 'provisioning', provisioningEventSubject(type), payload, example?.[1])];
  }),
  ...Object.entries(IPAM_EVENT_SCHEMAS).flatMap(([type, payload]) =>
    isIpamEvent(type) ? [event(type, 'ipam', ipamEventSubject(type), payload)] : [],
  ),
  ...Object.entries(NOTIFIER_EVENT_SCHEMAS).flatMap(([type, payload]) =>
    isNotifierEvent(type) ? [event(type, 'notifier', notifierEventSubject(type), payload)] : [],
  ),
  ...Object.entries(INVENTORY_EVENT_SCHEMAS).flatMap(([type, payload]) =>
    isInventoryEvent(type) ? [event(type, 'inventory', inventoryEventSubject(type), payload)] : [],
  ),
  ...Object.entries(API_EVENT_SCHEMAS).flatMap(([type, payload]) =>
    isApiEvent(type) ? [event(type, 'api', apiEventSubject(type), payload)] : [],
  ),
  ...Object.entries(AUDIT_EVENT_SCHEMAS).flatMap(([type, payload]) =>
    isAuditEvent(type) ? [event(type, 'audit', auditEventSubject(type), payload)] : [],
  ),
];

/** Every message that travels over the bus. */
export const messages: readonly DocumentedMessage[] = [...commands, ...events];
