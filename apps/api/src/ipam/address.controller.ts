import { NoQuery } from '@ferrule/http';
import {
  type AddressView,
  type AttachAddressData,
  type Holding,
  IPAM_QUERIES,
} from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
import { QueryClient } from '@ferrule/messaging';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { readKey } from '../job/idempotency-key.ts';
import { checkSame, IpamCommands } from './ipam-commands.ts';
import {
  DocumentsGone,
  DocumentsHoldings,
  DocumentsNextAddress,
  TakesKey,
} from './ipam.document.ts';
import { AddressesQuery, AddressPath, NetworkPath, NextAddressRequest } from './requests.ts';

/** The addresses of a network, which a platform of virtual machines takes and gives back. */
@ApiTags('networks')
@Controller('api/v1/networks/:networkId/ips')
export class AddressController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: QueryClient,
  ) {}

  @Get()
  @DocumentsHoldings('List the addresses of a network', {
    description: 'Those that are attached or reserved, in their order.',
  })
  async list(
    @Param() { networkId }: NetworkPath,
    @Query() { limit, cursor }: AddressesQuery,
  ): Promise<{ addresses: readonly AddressView[]; next: string | null }> {
    await this.#checkNetwork(networkId);
    return this.queries.ask(IPAM_QUERIES.listAddresses, { networkId, limit, after: cursor });
  }

  @Post('next')
  @NoQuery()
  @TakesKey()
  @DocumentsNextAddress()
  async next(
    @Param() { networkId }: NetworkPath,
    @Body() { ...request }: NextAddressRequest,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<AttachAddressData> {
    await this.#checkNetwork(networkId);
    const ref = { networkId, addressId: this.commands.idOf('ip', readKey(key)) };
    const data = { ...ref, ...request };
    const id = `attach-${networkId}-${ref.addressId}`;
    const story = await this.commands.execute(id, { type: 'AttachAddress', data });
    const attached = story.find((event) => event.type === 'AddressAttached')?.data;
    // Which family was asked for is seen in the address alone.
    checkSame({ ...data, family: undefined }, attached);
    return { ...data, ...attached };
  }

  @Delete(':address')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Release an address of a network')
  async release(@Param() { networkId, address }: AddressPath): Promise<void> {
    await this.#checkNetwork(networkId);
    const { holdings } = await this.queries.ask<{ holdings: readonly Holding[] }>(
      IPAM_QUERIES.whoHas,
      { address },
    );
    const held = holdings.find(({ kind, spaceId }) => kind === 'address' && spaceId === networkId);
    if (held === undefined)
      throw new Rejection('ADDRESS_UNKNOWN', `nobody has ${address} in network ${networkId}`, {
        field: 'address',
      });
    const addressId = held.id.slice(networkId.length + 1);
    const id = this.commands.idOf(`detach-${networkId}-${addressId}`, undefined);
    await this.commands.execute(id, { type: 'ReleaseAddress', data: { networkId, addressId } });
  }

  /** What a path names must be there. */
  async #checkNetwork(networkId: string): Promise<void> {
    await this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }
}
