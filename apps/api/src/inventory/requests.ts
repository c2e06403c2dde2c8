import {
  BgpPeerRules,
  BgpRules,
  ConfigureRouterPayload,
  DatacenterRules,
  type RouterView,
} from '@ferrule/inventory-contracts';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';
import { ID, PageQuery } from '../page.ts';

const IN_THE_CLEAR = { message: 'password must be a text of at most 1000 characters' };
const USER = /^[\x21-\x7e]{1,64}$/;
const USER_RULE = { message: 'user must be 1 to 64 printable characters without spaces' };

/** A router as an operator registers it: the password is sealed here, and kept nowhere in the clear. */
export class RegisterRouterRequest extends ConfigureRouterPayload {
  @Matches(ID, { message: 'datacenter must be 1 to 64 letters, digits, "-" or "_"' })
  datacenter!: string;

  @Matches(USER, USER_RULE)
  user!: string;

  @IsString(IN_THE_CLEAR)
  @Length(0, 1_000, IN_THE_CLEAR)
  password!: string;
}

export class CredentialsRequest {
  @Matches(USER, USER_RULE)
  user!: string;

  @IsString(IN_THE_CLEAR)
  @Length(0, 1_000, IN_THE_CLEAR)
  password!: string;
}

const KEY_RULE = { message: 'md5Key must be 1 to 80 printable characters, or a sealed secret' };

class BgpPeerRequest extends BgpPeerRules {
  // TCP-MD5 takes no more in the clear; what is sealed is longer.
  @IsOptional()
  @Matches(/^([\x20-\x7e]{1,80}|sealed:[\w:-]{1,1000})$/, KEY_RULE)
  md5Key?: string;
}

class BgpRequest extends BgpRules {
  @IsArray()
  @ArrayMaxSize(64)
  @ValidateNested({ each: true })
  @Type(() => BgpPeerRequest)
  peers!: BgpPeerRequest[];
}

/** A datacenter as an operator writes it: the keys of its BGP peers are sealed here. */
export class DatacenterRequest extends DatacenterRules {
  @IsOptional()
  @ValidateNested()
  @Type(() => BgpRequest)
  bgp?: BgpRequest;
}

export class BecauseRequest {
  @Matches(/^[\u0020-\u007e\u00a0-\uffff]{1,200}$/, {
    message: 'reason must be one line of 1 to 200 characters',
  })
  reason!: string;
}

export class DatacenterPath {
  @Matches(ID, { message: 'datacenter must be 1 to 64 letters, digits, "-" or "_"' })
  datacenter!: string;
}

export class RouterPath {
  @Matches(ID, { message: 'router must be 1 to 64 letters, digits, "-" or "_"' })
  router!: string;
}

export class RouterListQuery extends PageQuery {
  @IsOptional()
  @Matches(ID, { message: 'datacenter must be 1 to 64 letters, digits, "-" or "_"' })
  datacenter?: string;

  @IsOptional()
  @Matches(/^(active|maintenance|retired)$/, {
    message: 'status must be active, maintenance or retired',
  })
  status?: RouterView['status'];

  @IsOptional()
  @Matches(/^[\u0020-\u007e\u00a0-\uffff]{1,100}$/, {
    message: 'search must be any part of a name or an address',
  })
  search?: string;
}
