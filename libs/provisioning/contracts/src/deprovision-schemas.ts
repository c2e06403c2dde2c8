import { type FieldNotes, type JsonSchema, objectSchema, orNull } from '@ferrule/kernel';
import type {
  KnownNetwork,
  NetworkDeprovisionAccepted,
  NetworkDeprovisionCompleted,
  NetworkDeprovisionFailed,
} from './deprovision-messages.ts';
import {
  allocation,
  networkJobRef,
  REASON_SCHEMA,
  RESOLVED_REMOVAL_SCHEMA,
  ROLLBACK_SCHEMA,
  STEP,
  WARNINGS,
} from './job-schemas.ts';

const text: JsonSchema = { type: 'string' };

const network: FieldNotes<Omit<KnownNetwork, 'isReleased'>> = {
  clientId: { ...text, examples: ['acme-corp'] },
  datacenter: { ...text, examples: ['DC1'] },
  vlanId: allocation.vlanId,
  serviceVlan: allocation.serviceVlan,
  subnet: allocation.subnet,
  ipv6Prefix: allocation.ipv6Prefix,
  dnsZone: orNull({ ...text, examples: ['dc1.example'] }),
};

export const DEPROVISION_EVENT_SCHEMAS = {
  NetworkDeprovisionAccepted: objectSchema<NetworkDeprovisionAccepted['data']>(
    {
      ...networkJobRef,
      publisher: text,
      definition: { ...text, description: 'The workflow', examples: ['network.deprovision'] },
      definitionVersion: { type: 'integer', minimum: 1 },
      request: RESOLVED_REMOVAL_SCHEMA,
      network: objectSchema<KnownNetwork>({
        ...network,
        isReleased: { type: 'boolean', description: 'Its addresses were given back before' },
      }),
      router: orNull({ ...text, description: 'Null: none ever carried it', examples: ['dc1-r1'] }),
      warnings: WARNINGS,
    },
    { description: 'The command was taken up and has become a job' },
  ),
  NetworkDeprovisionCompleted: objectSchema<NetworkDeprovisionCompleted['data']>(
    {
      ...networkJobRef,
      ...network,
      status: { ...text, const: 'released' },
      warnings: WARNINGS,
    },
    { description: 'Nothing of the network is left but the quarantine of its addresses' },
  ),
  NetworkDeprovisionFailed: objectSchema<NetworkDeprovisionFailed['data']>(
    { ...networkJobRef, step: STEP, reason: REASON_SCHEMA, rollback: ROLLBACK_SCHEMA },
    { description: 'The job failed, and the network is as it was before' },
  ),
} as const;
