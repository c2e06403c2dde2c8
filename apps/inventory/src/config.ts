import {
  BusConfig,
  DatabaseConfig,
  Env,
  EnvPrefix,
  Group,
  HttpConfig,
  loadConfig,
  secret,
  type Secret,
  TelemetryConfig,
  text,
} from '@ferrule/config';
import { IsOptional } from 'class-validator';

@EnvPrefix('FERRULE_INVENTORY')
export class InventoryConfig {
  @Group('TELEMETRY')
  readonly telemetry = new TelemetryConfig('inventory');

  @Group('HTTP')
  readonly http = new HttpConfig(8085);

  @Group('DATABASE')
  readonly database = new DatabaseConfig();

  @Group('BUS')
  readonly bus = new BusConfig();

  @Env('KEYRING', secret(), {
    doc: 'The keys that open and seal secrets of routers, the first one seals: id:base64,id:base64',
  })
  // Migrations open no secret, and are given no key.
  @IsOptional()
  readonly keyring?: Secret;

  @Env('SEED_FILE', text, {
    doc: 'Path of a JSON file of datacenters and routers that are registered unless they are known',
  })
  @IsOptional()
  readonly seedFile?: string;
}

export const inventoryConfig = (): InventoryConfig => loadConfig(InventoryConfig, process.env);
