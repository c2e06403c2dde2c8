import type { FieldNotes } from '@ferrule/kernel';
import { NETWORK_TYPES } from '@ferrule/provisioning-contracts';
import { IsIn, IsOptional, Length, Matches } from 'class-validator';
import { ID, PageQuery } from '../page.ts';

const LINE = /^[\u0020-\u007e\u00a0-\uffff]*$/;
const ONE_LINE = { message: '$property must be one line without control characters' };

export class NetworkPath {
  @Matches(ID, { message: 'networkId must be 1 to 64 letters, digits, "-" or "_"' })
  networkId!: string;
}

const NETWORK_STATES = ['allocated', 'provisioned', 'deprovisioning', 'released'] as const;

/** What of all networks is wanted. */
export class NetworksQuery extends PageQuery {
  static override readonly notes: FieldNotes<NetworksQuery> = {
    ...PageQuery.notes,
    datacenter: { description: 'Only networks of this datacenter' },
    client: { description: 'Only networks of this customer', examples: ['acme-corp'] },
    type: { description: 'Only networks of this type', examples: ['production'] },
    tag: { description: 'Only networks with this tag', examples: ['web'] },
    status: { description: 'Only networks of this status' },
  };

  @IsOptional()
  @Matches(ID, { message: 'datacenter must be 1 to 64 letters, digits, "-" or "_"' })
  datacenter?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, { message: 'client must be the id of a client' })
  client?: string;

  @IsOptional()
  @IsIn(NETWORK_TYPES, { message: `type must be one of: ${NETWORK_TYPES.join(', ')}` })
  type?: string;

  @IsOptional()
  @Length(1, 63)
  @Matches(LINE, ONE_LINE)
  tag?: string;

  @IsOptional()
  @IsIn(NETWORK_STATES, { message: `status must be one of: ${NETWORK_STATES.join(', ')}` })
  status?: (typeof NETWORK_STATES)[number];
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
