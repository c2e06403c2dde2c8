import type { FieldNotes } from '@ferrule/kernel';
import { IsBoolean, IsOptional, Length, Matches } from 'class-validator';

const LINE = /^[\u0020-\u007e\u00a0-\uffff]*$/;
const ONE_LINE = { message: '$property must be one line without control characters' };

/** The body of `cmd.provisioning.network.deprovision.<publisher>`. */
export class DeprovisionNetworkRequest {
  static readonly notes: FieldNotes<DeprovisionNetworkRequest> = {
    networkId: { description: 'The network', examples: ['net-6b1d2f8c0e9a4357'] },
    force: {
      description: 'Also while addresses of it are in use, which are given back with it',
      default: false,
      examples: [false],
    },
    reason: { description: 'Why; stands in the trail', examples: ['the customer has left'] },
    ticket: { description: 'Where it was asked for; stands in the trail', examples: ['CHG-4712'] },
  };

  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'networkId must be the id of a network: 1 to 32 letters, digits, "-" or "_"',
  })
  networkId!: string;

  @IsOptional()
  @IsBoolean()
  force?: boolean;

  @IsOptional()
  @Length(1, 200)
  @Matches(LINE, ONE_LINE)
  reason?: string;

  @IsOptional()
  @Length(1, 64)
  @Matches(LINE, ONE_LINE)
  ticket?: string;
}
