import { Env, GoesWith, text, url } from '@ferrule/config';
import { IsOptional } from 'class-validator';

/** Whose tokens are taken, and what in them says what. */
export class OidcConfig {
  @Env('ISSUER', url('https', 'http'), {
    doc: 'The identity provider whose tokens are taken, as it calls itself; http on loopback only',
  })
  @IsOptional()
  @GoesWith('audience')
  readonly issuer?: string;

  @Env('AUDIENCE', text, { doc: 'Whom its tokens must be for' })
  @IsOptional()
  @GoesWith('issuer')
  readonly audience?: string;

  @Env('ROLE_CLAIM', text, { doc: 'The claim that names the role; a.b for one inside another' })
  readonly roleClaim: string = 'ferrule_role';

  @Env('TENANTS_CLAIM', text, { doc: 'The claim that lists the tenants; * for all' })
  readonly tenantsClaim: string = 'ferrule_tenants';

  @Env('DATACENTERS_CLAIM', text, { doc: 'The claim that lists the datacenters; none for all' })
  readonly datacentersClaim: string = 'ferrule_datacenters';
}
