import type { FieldNotes } from '@ferrule/kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ProvisionNetworkRequest } from './provision-network.payload.ts';

export const DEFAULT_PARALLEL = 8;

/** The body of `cmd.provisioning.network.provision-batch.<publisher>`. */
export class ProvisionNetworksRequest {
  static readonly notes: FieldNotes<ProvisionNetworksRequest> = {
    networks: { description: 'What each network is to be; each becomes a job of its own' },
    parallel: {
      description: 'How many of them are worked on at once on one router',
      default: DEFAULT_PARALLEL,
      examples: [DEFAULT_PARALLEL],
    },
  };

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => ProvisionNetworkRequest)
  networks!: ProvisionNetworkRequest[];

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(64)
  parallel?: number;
}
