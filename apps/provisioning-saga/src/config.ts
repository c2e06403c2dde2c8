import {
  BusConfig,
  DatabaseConfig,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  list,
  loadConfig,
  TelemetryConfig,
  text,
} from '@ferrule/config';
import type { Datacenter } from '@ferrule/provisioning-domain';
import { Matches } from 'class-validator';

@EnvPrefix('FERRULE_PROVISIONING')
export class ProvisioningConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('provisioning-saga');

  @Group('HTTP')
  readonly http = new HttpConfig(8082);

  @Group('DATABASE')
  readonly database = new DatabaseConfig();

  @Group('BUS')
  readonly bus = new BusConfig();

  @Env('DATACENTERS', list(text), {
    doc: 'The datacenters that networks are provisioned in, each with its router; +bgp behind one that announces prefixes',
  })
  @Matches(/^[A-Za-z0-9_-]{1,32}=[A-Za-z0-9_-]{1,32}(\+bgp)?$/, {
    each: true,
    message: 'datacenters must be pairs such as DC1=dc1-r1 or DC1=dc1-r1+bgp',
  })
  readonly datacenters: readonly string[] = ['DC1=dc1-r1', 'DC2=dc2-r1'];

  @Env('PUBLISHERS', list(text), {
    doc: 'Who may send commands on the bus, and for which tenant: name=tenant',
  })
  @Matches(/^[A-Za-z0-9_-]{1,32}=[A-Za-z0-9_-]{1,64}$/, {
    each: true,
    message: 'publishers must be pairs such as billing=acme',
  })
  readonly publishers: readonly string[] = [];
}

export const provisioningConfig = (): ProvisioningConfig =>
  loadConfig(ProvisioningConfig, process.env);

/** `DC1=dc1-r1+bgp`: the datacenter, its router, and that it announces prefixes. */
export const datacentersOf = ({
  datacenters,
}: Pick<ProvisioningConfig, 'datacenters'>): readonly Datacenter[] =>
  datacenters.map((entry) => {
    const [id = '', router = ''] = entry.replace('+bgp', '').split('=');
    return { id, router, bgp: entry.endsWith('+bgp') };
  });
