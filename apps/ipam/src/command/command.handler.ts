import { PgEventStore } from '@ferrule/event-store';
import type { IpamCommand, IpamEvent } from '@ferrule/ipam-contracts';
import {
  addressStream,
  namesStream,
  networkStream,
  numberPoolStream,
  numberStream,
  poolStream,
  prefixStream,
  quotaStream,
  supernetStream,
  vlanGroupStream,
  vrfStream,
} from '@ferrule/ipam-domain';
import type { Delivery } from '@ferrule/service';
import { Injectable } from '@nestjs/common';
import { AddressHandler } from '../address/address.handler.ts';
import { NamesHandler } from '../dns/names.handler.ts';
import { DescriptionHandler } from '../description/description.handler.ts';
import { ImportHandler, importStream } from '../import/import.handler.ts';
import { NetworkHandler } from '../network/network.handler.ts';
import { NumberHandler } from '../number/number.handler.ts';
import { PrefixHandler } from '../prefix/prefix.handler.ts';
import { SpaceHandler } from '../space/space.handler.ts';

/** Every command, whichever way it came. */
@Injectable()
export class CommandHandler {
  constructor(
    private readonly store: PgEventStore,
    private readonly networks: NetworkHandler,
    private readonly descriptions: DescriptionHandler,
    private readonly spaces: SpaceHandler,
    private readonly prefixes: PrefixHandler,
    private readonly addresses: AddressHandler,
    private readonly numbers: NumberHandler,
    private readonly imports: ImportHandler,
    private readonly names: NamesHandler,
  ) {}

  async execute(command: IpamCommand, delivery: Delivery): Promise<void> {
    switch (command.type) {
      case 'AllocateNetwork':
        return this.networks.allocate(command, delivery);
      case 'ReleaseNetwork':
        return this.networks.release(command, delivery);
      case 'DescribeNetwork':
      case 'DescribePrefix':
        return this.descriptions.execute(command, delivery);
      case 'AllocatePrefix':
      case 'SplitPrefix':
      case 'ReleasePrefix':
        return this.prefixes.execute(command, delivery);
      case 'AttachAddress':
      case 'ReserveRange':
      case 'ReleaseAddress':
        return this.addresses.execute(command, delivery);
      case 'CreateNumberPool':
      case 'RetireNumberPool':
      case 'AllocateNumber':
      case 'ReleaseNumber':
        return this.numbers.execute(command, delivery);
      case 'StageImport':
      case 'CommitImport':
      case 'UndoImport':
        return this.imports.execute(command, delivery);
      case 'PublishNames':
      case 'WithdrawNames':
      case 'ReconcileNames':
        return this.names.execute(command, delivery);
      case 'CreateVrf':
      case 'RetireVrf':
      case 'AddSupernet':
      case 'RemoveSupernet':
      case 'CreateVlanGroup':
      case 'RetireVlanGroup':
      case 'CreatePool':
      case 'AdjustPool':
      case 'DescribePool':
      case 'RetirePool':
      case 'SetTenantQuota':
        return this.spaces.execute(command, delivery);
    }
  }

  /** What has been recorded of what a command is about: the answer, also when it came twice. */
  async story(command: IpamCommand): Promise<readonly Pick<IpamEvent, 'type' | 'data'>[]> {
    const events = await this.store.readStream<IpamEvent>(streamOf(command));
    return events.map(({ type, data }) => ({ type, data }));
  }
}

const streamOf = ({ type, data }: IpamCommand): string => {
  switch (type) {
    case 'AllocateNetwork':
    case 'ReleaseNetwork':
    case 'DescribeNetwork':
      return networkStream(data.networkId);
    case 'AllocatePrefix':
    case 'SplitPrefix':
    case 'ReleasePrefix':
    case 'DescribePrefix':
      return prefixStream(data.prefixId);
    case 'AttachAddress':
    case 'ReserveRange':
    case 'ReleaseAddress':
      return addressStream(data);
    case 'CreateNumberPool':
    case 'RetireNumberPool':
      return numberPoolStream(data.numberPoolId);
    case 'AllocateNumber':
    case 'ReleaseNumber':
      return numberStream(data.numberPoolId, data.numberId);
    case 'StageImport':
    case 'CommitImport':
    case 'UndoImport':
      return importStream(data.importId);
    case 'PublishNames':
    case 'WithdrawNames':
    case 'ReconcileNames':
      return namesStream(data.networkId);
    case 'CreateVrf':
    case 'RetireVrf':
      return vrfStream(data.vrfId);
    case 'AddSupernet':
    case 'RemoveSupernet':
      return supernetStream(data.supernetId);
    case 'CreateVlanGroup':
    case 'RetireVlanGroup':
      return vlanGroupStream(data.vlanGroupId);
    case 'CreatePool':
    case 'AdjustPool':
    case 'DescribePool':
    case 'RetirePool':
      return poolStream(data.poolId);
    case 'SetTenantQuota':
      return quotaStream(data.tenant);
  }
};
