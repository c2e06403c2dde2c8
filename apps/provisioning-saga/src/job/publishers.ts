import { type Envelope, type Meta, Rejection } from '@ferrule/kernel';
import { jobIdOf } from '@ferrule/provisioning-contracts';
import { currentTraceparent } from '@ferrule/telemetry';
import { Injectable } from '@nestjs/common';
import { ProvisioningConfig } from '../config.ts';

/** Our own edge: it has authenticated the caller, and speaks for every tenant. */
const EDGE = 'api';

/**
 * Who may ask for networks, and for whom. The subject proves the publisher, because the server lets
 * nobody else publish there; what a header says of actor or tenant proves nothing.
 */
@Injectable()
export class Publishers {
  readonly #tenants: ReadonlyMap<string, string>;

  constructor(config: ProvisioningConfig) {
    this.#tenants = new Map(
      config.publishers.map((pair) => [
        pair.slice(0, pair.indexOf('=')),
        pair.slice(pair.indexOf('=') + 1),
      ]),
    );
  }

  /** What a job that this message starts is recorded under. */
  metaOf(publisher: string, { id, meta }: Pick<Envelope, 'id' | 'meta'>): Meta {
    const tenant = publisher === EDGE ? meta.tenant : this.#tenants.get(publisher);
    if (tenant === undefined)
      throw new Rejection('PUBLISHER_UNKNOWN', `${publisher} is not registered as a publisher`, {
        suggestion: 'ask an operator to register it with its tenant',
      });
    return {
      ...this.unregistered(publisher, id),
      tenant,
      ...(publisher === EDGE && { actor: meta.actor }),
      ...(meta.ticket !== undefined && { ticket: meta.ticket }),
      ...(meta.reason !== undefined && { reason: meta.reason }),
    };
  }

  /** The same for a message of which nothing but its subject can be believed. */
  unregistered(publisher: string, id: string): Meta {
    const traceparent = currentTraceparent();
    return {
      correlationId: jobIdOf(publisher, id),
      causationId: id,
      actor: `publisher:${publisher}`,
      tenant: this.#tenants.get(publisher) ?? 'unknown',
      ...(traceparent !== undefined && { traceparent }),
    };
  }
}
