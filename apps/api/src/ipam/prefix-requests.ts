import { AllocatePrefixPayload, LabelsPayload, SplitPrefixPayload } from '@ferrule/ipam-contracts';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IsLine, IsLongId } from './rules.ts';

export class PrefixPath {
  @IsLongId('prefix')
  prefix!: string;
}

export class AllocatePrefixRequest
  extends LabelsPayload
  implements Omit<AllocatePrefixPayload, 'prefixId' | 'kind'>
{
  static readonly notes = {
    prefixId: { description: 'Drawn here unless given' },
    spaceId: { description: 'The pool or container to take it from', example: 'DC1-production' },
    kind: {
      description: 'A container is allocated in; a reservation is never handed out',
      default: 'prefix',
    },
    size: { description: 'The next free one of this size, or …', example: '/26' },
    prefix: { description: '… this one' },
  };

  @IsOptional()
  @IsLongId('prefixId')
  prefixId?: string;

  @IsLongId('spaceId')
  spaceId!: string;

  @IsOptional()
  @IsIn(['prefix', 'container', 'reservation'])
  kind: AllocatePrefixPayload['kind'] = 'prefix';

  @IsOptional()
  @Matches(/^\/\d{1,3}$/, { message: 'size must be a prefix length such as /24 or /64' })
  size?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  prefix?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  clientId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  description?: string;
}

export class SplitPrefixRequest implements Omit<SplitPrefixPayload, 'prefixId'> {
  static readonly notes = { size: { description: 'Of each part', example: '/28' } };

  @Matches(/^\/\d{1,3}$/, { message: 'size must be a prefix length such as /28' })
  size!: string;
}

export class ReleasePrefixQuery {
  @IsOptional()
  @IsLine('reason')
  reason?: string;
}
