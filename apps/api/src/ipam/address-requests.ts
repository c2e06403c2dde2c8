import { AttachAddressPayload, ReserveRangePayload } from '@ferrule/ipam-contracts';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { NetworkPath } from './requests.ts';
import { IsId } from './rules.ts';

export class AddressPath extends NetworkPath {
  @Matches(/^[0-9A-Fa-f.:]{2,45}$/, { message: 'address must be an address, such as 172.16.150.7' })
  address!: string;
}

export class RangePath extends NetworkPath {
  @IsId('range')
  range!: string;
}

/** Who gets an address, whichever it is. */
class HostRequest {
  @IsOptional()
  @IsIn(['vm', 'gateway', 'reserved'])
  type: AttachAddressPayload['type'] = 'vm';

  @IsOptional()
  @IsString()
  hostName?: string;

  @IsOptional()
  @IsString()
  mac?: string;
}

const HOST_NOTES = {
  type: { description: 'What gets it', default: 'vm' },
  hostName: { example: 'web-1' },
  mac: { example: '48:8F:5A:00:00:01' },
};

export class NextAddressRequest extends HostRequest {
  static readonly notes = {
    ...HOST_NOTES,
    family: { description: 'Of a network of both: 4 unless given' },
  };

  @IsOptional()
  @IsIn([4, 6])
  family?: 4 | 6;
}

export class ChosenAddressRequest extends HostRequest {
  static readonly notes = {
    ...HOST_NOTES,
    address: { description: 'This one and no other', example: '172.16.150.7' },
  };

  @IsString()
  @Length(1, 45)
  address!: string;
}

export class RangeRequest implements Omit<ReserveRangePayload, 'networkId' | 'addressId'> {
  static readonly notes = {
    first: { example: '172.16.150.50' },
    last: { example: '172.16.150.60' },
    description: { example: 'printers' },
  };

  @IsString()
  @Length(1, 45)
  first!: string;

  @IsString()
  @Length(1, 45)
  last!: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;
}
