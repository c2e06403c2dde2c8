import { handle, PgEventStore, RefusedByDatabase, type RowChange } from '@ferrule/event-store';
import type { NumberCommand, NumberPoolData } from '@ferrule/ipam-contracts';
import {
  numberDecider,
  numberPoolDecider,
  numberPoolStream,
  numberStream,
} from '@ferrule/ipam-domain';
import { Rejection } from '@ferrule/kernel';
import { type Delivery, poolOf } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { repeatedly } from '../retry.ts';
import { refusalBy } from '../space/sources.ts';
import { inTransaction } from '../transaction.ts';
import { giveNumber, takeNumber } from './number-intervals.ts';

type Of<Type extends NumberCommand['type']> = Extract<NumberCommand, { type: Type }>;

/** Numbers of autonomous systems and service VLANs, handed out one by one. */
@Injectable()
export class NumberHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly dataSource: DataSource,
  ) {}

  async execute(command: NumberCommand, delivery: Delivery): Promise<void> {
    switch (command.type) {
      case 'CreateNumberPool':
      case 'RetireNumberPool':
        return this.#pool(command, delivery);
      case 'AllocateNumber':
        return repeatedly(() => this.#allocate(command, delivery));
      case 'ReleaseNumber':
        return repeatedly(() => this.#release(command, delivery));
    }
  }

  async #pool(
    command: Of<'CreateNumberPool' | 'RetireNumberPool'>,
    delivery: Delivery,
  ): Promise<void> {
    const { numberPoolId: id } = command.data;
    if (command.type === 'RetireNumberPool') await this.#refuseUsed(id);
    try {
      await handle(this.store, {
        stream: numberPoolStream(id),
        decider: numberPoolDecider,
        command,
        ...delivery,
        effects: (events) => ({
          rows: events.flatMap(({ type, data }) =>
            type === 'NumberPoolCreated' ? created(data) : [retired(id)],
          ),
        }),
      });
    } catch (error) {
      const refusal = error instanceof RefusedByDatabase ? refusalBy(error.constraint) : undefined;
      throw refusal ?? error;
    }
  }

  async #allocate(command: Of<'AllocateNumber'>, delivery: Delivery): Promise<void> {
    const { numberId, numberPoolId, number, holder } = command.data;
    const stream = numberStream(numberPoolId, numberId);
    await this.#locked(numberPoolId, async (client) => {
      const { state, version } = await this.store.load(stream, numberDecider);
      const found =
        state === 'unknown' ? await takeNumber(client, numberPoolId, number) : (number ?? 0);
      if (found === undefined) throw await this.#shortage(numberPoolId, number);
      const events = numberDecider.decide({ ...command, found }, state);
      const row = {
        pool_id: numberPoolId,
        number: found,
        id: numberId,
        tenant: delivery.meta.tenant,
        holder: holder ?? null,
      };
      const rows: RowChange[] = events.map(() => ({ op: 'insert', table: 'number_held', row }));
      const expected = version === 0 ? ('none' as const) : { at: version };
      await this.store.appendWithin(client, [{ stream, expected, events, rows, ...delivery }]);
    });
  }

  async #release(command: Of<'ReleaseNumber'>, delivery: Delivery): Promise<void> {
    const { numberId, numberPoolId } = command.data;
    const stream = numberStream(numberPoolId, numberId);
    await this.#locked(numberPoolId, async (client) => {
      const { state, version } = await this.store.load(stream, numberDecider);
      if (typeof state === 'object') await this.#refuseForeign(command.data, delivery);
      const events = numberDecider.decide(command, state);
      if (typeof state === 'object') await giveNumber(client, numberPoolId, state.number);
      const key = { pool_id: numberPoolId, id: numberId };
      const rows: RowChange[] = [
        { op: 'delete', table: 'number_held', key: ['pool_id', 'id'], row: key },
      ];
      const expected = version === 0 ? ('none' as const) : { at: version };
      await this.store.appendWithin(client, [{ stream, expected, events, rows, ...delivery }]);
    });
  }

  /** One at a time for each pool of numbers; a message that comes again changes nothing. */
  async #locked(id: string, work: (client: pg.ClientBase) => Promise<void>): Promise<void> {
    await inTransaction(poolOf(this.dataSource), async (client) => {
      const { rows } = await client.query(
        `select 1 from number_pool where id = $1 and status = 'live' for update`,
        [id],
      );
      if (rows.length === 0)
        throw new Rejection('NUMBER_POOL_NOT_FOUND', `there is no number pool ${id}`, {
          field: 'numberPoolId',
        });
      await work(client);
    });
    this.store.committed();
  }

  async #shortage(id: string, number: number | undefined): Promise<Rejection> {
    const [pool] = await this.dataSource.query<{ first: string; last: string }[]>(
      'select first, last from number_pool where id = $1',
      [id],
    );
    const [first, last] = [Number(pool?.first), Number(pool?.last)];
    const figures = { rangeStart: String(first), rangeEnd: String(last) };
    if (number !== undefined)
      return number < first || number > last
        ? new Rejection('NUMBER_OUTSIDE_POOL', `${number} is not one of ${first} to ${last}`, {
            field: 'number',
            ...figures,
          })
        : new Rejection('NUMBER_NOT_FREE', `${number} is not free`, {
            field: 'number',
            ...figures,
          });
    return new Rejection('NUMBERS_EXHAUSTED', `number pool ${id} has no number left`, {
      field: 'numberPoolId',
      suggestion: 'release one that is no longer used, or create a pool with another range',
      current: last - first + 1,
      maximum: last - first + 1,
      ...figures,
    });
  }

  async #refuseUsed(id: string): Promise<void> {
    const rows = await this.dataSource.query<object[]>(
      'select 1 from number_held where pool_id = $1 limit 1',
      [id],
    );
    if (rows.length > 0)
      throw new Rejection('NUMBER_POOL_IN_USE', `numbers of pool ${id} are in use`, {
        field: 'numberPoolId',
        suggestion: 'release them first',
      });
  }

  async #refuseForeign(
    { numberPoolId, numberId }: { numberPoolId: string; numberId: string },
    { meta }: Delivery,
  ): Promise<void> {
    const [held] = await this.dataSource.query<{ tenant: string }[]>(
      'select tenant from number_held where pool_id = $1 and id = $2',
      [numberPoolId, numberId],
    );
    if (held !== undefined && held.tenant !== meta.tenant)
      throw new Rejection(
        'NOT_THE_OWNER',
        `number ${numberId} does not belong to tenant ${meta.tenant}`,
        { field: 'numberId' },
      );
  }
}

const created = (data: NumberPoolData): RowChange[] => [
  {
    op: 'insert',
    table: 'number_pool',
    row: {
      id: data.numberPoolId,
      kind: data.kind,
      datacenter: data.datacenter ?? null,
      first: data.first,
      last: data.last,
    },
  },
  {
    op: 'insert',
    table: 'number_free',
    row: { pool_id: data.numberPoolId, first: data.first, last: data.last },
  },
];

const retired = (id: string): RowChange => ({
  op: 'update',
  table: 'number_pool',
  key: ['id'],
  row: { id, status: 'retired' },
});
