import { handle, PgEventStore, type RowChange } from '@ferrule/event-store';
import { EVERYTHING, Rejection, type Scope } from '@ferrule/kernel';
import {
  type AlertRuleCommand,
  type AlertRuleEvent,
  chatAddressPlace,
} from '@ferrule/notifier-contracts';
import { alertRuleDecider, alertRuleStream } from '@ferrule/notifier-domain';
import { Keyring, SealError } from '@ferrule/sealed-secret';
import { type Delivery, placesAfter } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { listensWithin } from '../event/listens-within.ts';

@Injectable()
export class AlertRuleHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
    private readonly keyring: Keyring,
  ) {}

  async handle(
    command: AlertRuleCommand,
    delivery: Delivery,
    scope: Scope = EVERYTHING,
  ): Promise<void> {
    const { ruleId } = command.data;
    const { tenant } = delivery.meta;
    await this.#checkOwner(command, tenant, scope);
    const address = this.#addressOf(command);
    await handle(this.store, {
      ...delivery,
      stream: alertRuleStream(ruleId),
      decider: alertRuleDecider,
      command,
      effects: (events) => ({
        rows: [
          ...events.map((event) => ruleRow(event, tenant)),
          ...(events.length > 0 ? address : []),
        ],
      }),
    });
  }

  /** Another tenant's rule is as unknown as one that never was; its name is taken all the same. */
  async #checkOwner(
    { type, data: { ruleId } }: AlertRuleCommand,
    tenant: string,
    scope: Scope,
  ): Promise<void> {
    const values: unknown[] = [ruleId];
    const within = listensWithin('r', tenant, scope, placesAfter(values));
    const [row] = await this.dataSource.query<{ own: boolean }[]>(
      `select ${within} as own from alert_rule r where r.id = $1`,
      values,
    );
    if (row === undefined ? type === 'SetAlertRule' : row.own) return;
    if (type === 'SetAlertRule')
      throw new Rejection('ALERT_RULE_TAKEN', `the id ${ruleId} is taken`, { field: 'ruleId' });
    throw new Rejection('ALERT_RULE_UNKNOWN', `there is no rule ${ruleId}`, { field: 'ruleId' });
  }

  #addressOf({ type, data }: AlertRuleCommand): RowChange[] {
    if (type !== 'SetAlertRule' || data.address === undefined) return [];
    const { ruleId, address } = data;
    try {
      const sealed = this.keyring.reseal(address, chatAddressPlace(ruleId));
      const row = { rule_id: ruleId, sealed };
      return [{ op: 'upsert', table: 'chat_address', key: ['rule_id'], row }];
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      const place = chatAddressPlace(ruleId);
      throw new Rejection(
        'SECRET_NOT_SEALED',
        `address must be sealed for ${place}: it ${error.message}`,
        { field: 'address' },
      );
    }
  }
}

const ruleRow = ({ type, data }: AlertRuleEvent, tenant: string): RowChange => {
  const { ruleId: id, ...settings } = data;
  const at = { table: 'alert_rule', key: ['id'] } as const;
  if (type === 'AlertRuleRemoved') return { op: 'delete', ...at, row: { id } };
  const created = new Date().toISOString();
  return { op: 'upsert', ...at, row: { id, tenant, settings, created_at: created } };
};
