import type { FieldNotes } from '@ferrule/kernel';
import { Matches } from 'class-validator';

/** The body of `cmd.provisioning.datacenter.prepare.<publisher>`. */
export class PrepareDatacenterRequest {
  static readonly notes: FieldNotes<PrepareDatacenterRequest> = {
    datacenter: { description: 'The id of a datacenter', examples: ['DC1'] },
  };

  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'datacenter must be the id of a datacenter, such as DC1',
  })
  datacenter!: string;
}
