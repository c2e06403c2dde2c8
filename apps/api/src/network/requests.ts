import type { FieldNotes } from '@ferrule/kernel';
import { IsIn, IsOptional, Length, Matches } from 'class-validator';
import { ID } from '../page.ts';

const LINE = /^[\u0020-\u007e\u00a0-\uffff]*$/;
const ONE_LINE = { message: '$property must be one line without control characters' };

export class NetworkPath {
  @Matches(ID, { message: 'networkId must be 1 to 64 letters, digits, "-" or "_"' })
  networkId!: string;
}

export class RemovalQuery {
  static readonly notes: FieldNotes<RemovalQuery> = {
    force: { description: 'Also while addresses of it are in use', default: 'false' },
    reason: { description: 'Why; stands in the trail', examples: ['the customer has left'] },
    ticket: { description: 'Where it was asked for', examples: ['CHG-4712'] },
  };

  @IsOptional()
  @IsIn(['true', 'false'], { message: 'force must be true or false' })
  force?: 'true' | 'false';

  @IsOptional()
  @Length(1, 200)
  @Matches(LINE, ONE_LINE)
  reason?: string;

  @IsOptional()
  @Length(1, 64)
  @Matches(LINE, ONE_LINE)
  ticket?: string;
}
