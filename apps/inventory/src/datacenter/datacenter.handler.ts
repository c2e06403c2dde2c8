import type { RowChange } from '@ferrule/event-store';
import {
  type DatacenterCommand,
  type DatacenterEvent,
  md5KeyPlace,
} from '@ferrule/inventory-contracts';
import { datacenterDecider, datacenterStream } from '@ferrule/inventory-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CommandHandler } from '../command/command.handler.ts';
import { Secrets } from '../secret/secrets.ts';

@Injectable()
export class DatacenterHandler {
  constructor(
    private readonly commands: CommandHandler,
    private readonly secrets: Secrets,
    private readonly dataSource: DataSource,
  ) {}

  async handle(command: DatacenterCommand, delivery: Delivery): Promise<void> {
    const keys = await this.#keysOf(command);
    await this.commands.carryOut({
      ...delivery,
      stream: datacenterStream(command.data.datacenterId),
      decider: datacenterDecider,
      command,
      effects: (events) => ({ rows: [...events.flatMap((event) => rowsOf(event)), ...keys] }),
    });
  }

  /** New keys of BGP peers are kept, and those that nobody uses any more are not. */
  async #keysOf({ type, data }: DatacenterCommand): Promise<RowChange[]> {
    if (type !== 'RegisterDatacenter' && type !== 'ConfigureDatacenter') return [];
    const { datacenterId, bgp } = data;
    const peers = bgp?.peers ?? [];
    const isKept = (peer: string) =>
      peers.some(
        ({ name, md5, md5Key }) => name === peer && (md5 === true || md5Key !== undefined),
      );
    const stored = await this.dataSource.query<{ peer: string }[]>(
      `select peer->>'name' as peer from datacenter,
         jsonb_array_elements(settings->'bgp'->'peers') peer where id = $1`,
      [datacenterId],
    );
    return [
      ...stored
        .filter(({ peer }) => !isKept(peer))
        .map(({ peer }): RowChange => {
          const row = { place: md5KeyPlace(datacenterId, peer) };
          return { op: 'delete', table: 'secret', key: ['place'], row };
        }),
      ...peers.flatMap(({ name, md5Key }, at): RowChange[] => {
        if (md5Key === undefined) return [];
        const place = md5KeyPlace(datacenterId, name);
        const sealed = this.secrets.accept(md5Key, place, `bgp.peers[${at}].md5Key`);
        return [{ op: 'upsert', table: 'secret', key: ['place'], row: { place, sealed } }];
      }),
    ];
  }
}

const rowsOf = (event: DatacenterEvent): RowChange[] => {
  const { datacenterId: id } = event.data;
  const update = (row: object): RowChange[] => [
    { op: 'update', table: 'datacenter', key: ['id'], row: { id, ...row } },
  ];
  switch (event.type) {
    case 'DatacenterRegistered':
    case 'DatacenterConfigured': {
      const { datacenterId: _, ...settings } = event.data;
      const row = { id, name: settings.name, settings };
      if (event.type === 'DatacenterRegistered')
        return [{ op: 'insert', table: 'datacenter', row }];
      return update(row);
    }
    case 'DatacenterMaintenanceStarted':
      return update({ maintenance_reason: event.data.reason });
    case 'DatacenterMaintenanceEnded':
      return update({ maintenance_reason: null });
  }
};
