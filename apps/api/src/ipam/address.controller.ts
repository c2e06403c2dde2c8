import { NoQuery } from '@ferrule/http';
import {
  type AddressView,
  type AttachAddressData,
  IPAM_QUERIES,
  type ReserveRangeData,
} from '@ferrule/ipam-contracts';
import { Rejection } from '@ferrule/kernel';
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
import { ScopedQueries } from '../access/scoped-queries.ts';
import { readKey } from '../job/idempotency-key.ts';
import {
  AddressPath,
  ChosenAddressRequest,
  NextAddressRequest,
  RangePath,
  RangeRequest,
} from './address-requests.ts';
import { checkSame, foundIn, IpamCommands } from './ipam-commands.ts';
import { Documents, DocumentsCreated, DocumentsGone, TakesKey } from './ipam.document.ts';
import { NetworkPath, PlacesQuery } from './requests.ts';

interface AddressPage {
  readonly addresses: readonly AddressView[];
  readonly next: string | null;
}

/** The addresses of a network, which a platform of virtual machines takes and gives back. */
@ApiTags('networks')
@Controller('api/v1/networks/:networkId')
export class AddressController {
  constructor(
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  @Get('ips')
  @Documents('NetworkAddressPage', 'List the addresses of a network', {
    description: 'Those that are attached or reserved, and what has them, in their order.',
  })
  async list(
    @Param() { networkId }: NetworkPath,
    @Query() { limit, cursor }: PlacesQuery,
  ): Promise<AddressPage> {
    await this.#checkNetwork(networkId);
    return this.#list({ networkId, limit, after: cursor });
  }

  @Post('ips/next')
  @NoQuery()
  @TakesKey()
  @DocumentsCreated('NetworkAddress', 'Attach the next free address')
  next(
    @Param() { networkId }: NetworkPath,
    @Body() { ...request }: NextAddressRequest,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<AddressView> {
    return this.#attach(networkId, request, key);
  }

  @Post('ips')
  @NoQuery()
  @TakesKey()
  @DocumentsCreated('NetworkAddress', 'Attach a certain address', 'Or reserve it: type reserved.')
  attach(
    @Param() { networkId }: NetworkPath,
    @Body() { ...request }: ChosenAddressRequest,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<AddressView> {
    return this.#attach(networkId, request, key);
  }

  @Get('ips/:address')
  @NoQuery()
  @Documents('NetworkAddress', 'Show an address of a network', {
    description: 'Or the range that it is part of.',
  })
  async get(@Param() { networkId, address }: AddressPath): Promise<AddressView> {
    await this.#checkNetwork(networkId);
    return this.#held(networkId, address);
  }

  @Delete('ips/:address')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Release an address of a network')
  async release(@Param() { networkId, address }: AddressPath): Promise<void> {
    await this.#checkNetwork(networkId);
    const { kind, addressId } = await this.#held(networkId, address);
    if (kind === 'range')
      throw new Rejection('ADDRESS_IN_RANGE', `${address} is part of range ${addressId}`, {
        field: 'address',
        suggestion: 'release the whole range, if it is one that was reserved',
      });
    await this.#released(networkId, addressId);
  }

  @Post('ranges')
  @NoQuery()
  @TakesKey()
  @DocumentsCreated(
    'NetworkAddress',
    'Reserve a range of addresses',
    'They are not handed out as long as it is there.',
  )
  async reserve(
    @Param() { networkId }: NetworkPath,
    @Body() { ...request }: RangeRequest,
    @Headers('Idempotency-Key') key: string | undefined,
  ): Promise<AddressView> {
    await this.#checkNetwork(networkId);
    const addressId = this.commands.idOf('range', readKey(key));
    const data: ReserveRangeData = { networkId, addressId, ...request };
    const id = `reserve-${networkId}-${addressId}`;
    const story = await this.commands.execute(id, { type: 'ReserveRange', data });
    checkSame(data, story.find((event) => event.type === 'RangeReserved')?.data);
    return this.#held(networkId, data.first);
  }

  @Delete('ranges/:range')
  @HttpCode(204)
  @NoQuery()
  @DocumentsGone('Release a range of a network')
  async releaseRange(@Param() { networkId, range }: RangePath): Promise<void> {
    await this.#checkNetwork(networkId);
    const { addresses } = await this.#list({ networkId, addressId: range });
    const held = addresses.find(({ kind }) => kind === 'range');
    if (held === undefined)
      throw new Rejection('RANGE_UNKNOWN', `there is no range ${range} in network ${networkId}`, {
        field: 'range',
      });
    await this.#released(networkId, range);
  }

  async #attach(
    networkId: string,
    request: Omit<AttachAddressData, 'networkId' | 'addressId'>,
    key: string | undefined,
  ): Promise<AddressView> {
    await this.#checkNetwork(networkId);
    const addressId = this.commands.idOf('ip', readKey(key));
    const data: AttachAddressData = { networkId, addressId, ...request };
    const id = `attach-${networkId}-${addressId}`;
    const story = await this.commands.execute(id, { type: 'AttachAddress', data });
    const attached = story.find((event) => event.type === 'AddressAttached')?.data;
    // Which family was asked for is seen in the address alone, and IPv6 is shortened.
    const isShort = request.address?.includes(':') === true;
    const asked = { ...data, family: undefined, ...(isShort && { address: undefined }) };
    checkSame(asked, attached);
    const { addresses } = await this.#list({ networkId, addressId });
    return foundIn(addresses, (one) => one.addressId === addressId);
  }

  async #released(networkId: string, addressId: string): Promise<void> {
    const command = { type: 'ReleaseAddress', data: { networkId, addressId } } as const;
    if (!FIXED.has(addressId)) await this.commands.executeOnce(command);
    else
      throw new Rejection('ADDRESS_FIXED', `${addressId} belongs to the network itself`, {
        field: 'address',
      });
  }

  async #held(networkId: string, address: string): Promise<AddressView> {
    const { addresses } = await this.#list({ networkId, address });
    const [held] = addresses;
    if (held !== undefined) return held;
    throw new Rejection('ADDRESS_UNKNOWN', `nobody has ${address} in network ${networkId}`, {
      field: 'address',
    });
  }

  #list(question: object): Promise<AddressPage> {
    return this.queries.ask(IPAM_QUERIES.listAddresses, question);
  }

  /** What a path names must be there. */
  async #checkNetwork(networkId: string): Promise<void> {
    await this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }
}

const FIXED = new Set(['gateway', 'dhcp', 'unusable']);
