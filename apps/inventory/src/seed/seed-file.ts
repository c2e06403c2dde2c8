import { ConfigureRouterPayload, DatacenterPayload } from '@ferrule/inventory-contracts';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

/** A router as `RegisterRouter` has it; its password may be in the clear, since the file is the operator's own. */
export class SeedRouter extends ConfigureRouterPayload {
  @IsString()
  @Length(1, 32)
  datacenter!: string;

  @Matches(/^[\x21-\x7e]{1,64}$/, {
    message: '$property must be 1 to 64 printable characters without spaces',
  })
  user!: string;

  @IsString()
  @Length(0, 1_000)
  password!: string;
}

export class SeedFile {
  /** What becomes of those that are known: they are left as they are (the default), or configured anew. */
  @IsOptional()
  @IsIn(['keep', 'configure'])
  known?: 'keep' | 'configure';

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DatacenterPayload)
  datacenters?: DatacenterPayload[];

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SeedRouter)
  routers?: SeedRouter[];
}
