import {
  BusConfig,
  duration,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  integer,
  loadConfig,
  secret,
  type Secret,
  TelemetryConfig,
  text,
} from '@ferrule/config';
import { IsOptional, Matches, Max, Min } from 'class-validator';

@EnvPrefix('FERRULE_ROUTER_GATEWAY')
export class RouterGatewayConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('router-gateway');

  @Group('HTTP')
  readonly http = new HttpConfig(8084);

  @Group('BUS')
  readonly bus = new BusConfig();

  @Env('DATACENTER', text, { doc: 'The datacenter whose routers it reaches' })
  @Matches(/^[A-Za-z0-9_-]{1,32}$/, {
    message: 'datacenter must be 1 to 32 letters, digits, "-" or "_"',
  })
  readonly datacenter!: string;

  @Env('ROUTERS_FILE', text, {
    doc: 'Path of a JSON file of datacenters and routers, in place of what the inventory says; followed when it changes',
  })
  @IsOptional()
  readonly routersFile?: string;

  @Env('KEYRING', secret(), {
    doc: 'The keys that open and seal secrets of routers, the first one seals: id:base64,id:base64',
  })
  readonly keyring!: Secret;

  @Env('LEASE_TTL', duration, {
    doc: 'How long a router waits for a gateway that died; a third of it, and 10s at most, is what a command may take',
  })
  @Min(300)
  @Max(300_000)
  readonly leaseTtl: number = 30_000;

  @Env('PARALLEL', integer, { doc: 'How many jobs may work on one router side by side' })
  @Min(1)
  @Max(100)
  readonly parallel: number = 16;

  @Env('PROBE_EVERY', duration, { doc: 'How often every router is looked at' })
  @Min(100)
  readonly probeEvery: number = 60_000;
}

export const routerGatewayConfig = (): RouterGatewayConfig =>
  loadConfig(RouterGatewayConfig, process.env);
