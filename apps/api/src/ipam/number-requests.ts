import { NumberPoolPayload } from '@ferrule/ipam-contracts';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { WholeNumber } from '../page.ts';
import { IsId } from './rules.ts';

export class NumberPoolPath {
  @IsId('numberPool')
  numberPool!: string;
}

export class NumberPath extends NumberPoolPath {
  @WholeNumber('number', 0, 4_294_967_295)
  number!: number;
}

export class CreateNumberPoolRequest extends NumberPoolPayload {
  static readonly notes = {
    numberPoolId: { example: 'DC1-clusters' },
    kind: { example: 'asn' },
    datacenter: { description: 'Service VLANs are those of one', example: 'DC1' },
    first: { example: 65_100 },
    last: { example: 65_299 },
  };
}

export class NumbersQuery {
  @WholeNumber('limit', 1, 1_000)
  limit?: number;

  @IsOptional()
  @Matches(/^\d{1,10}$/, { message: 'cursor must be what an answer gave as next' })
  cursor?: string;
}

export class AllocateNumberRequest {
  static readonly notes = {
    number: { description: 'This one and no other; the lowest free one unless given' },
    holder: { description: 'Who gets it, for people', example: 'cluster k8s-1' },
  };

  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(4_294_967_295)
  number?: number;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  holder?: string;
}
