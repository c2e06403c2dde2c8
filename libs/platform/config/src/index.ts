export { BusConfig } from './bus.config.ts';
export { ConfigError, type ConfigProblem } from './config-error.ts';
export { DatabaseConfig } from './database.config.ts';
export { envExample, envExampleDrift } from './env-example.ts';
export { Env, EnvPrefix, Group, type ConfigClass, type EnvOptions } from './env.ts';
export { GoesWith } from './goes-with.ts';
export { HttpConfig } from './http.config.ts';
export { loadConfig, type Environment, type LoadOptions } from './load-config.ts';
export { nearestName } from './nearest-name.ts';
export {
  decimal,
  duration,
  flag,
  integer,
  list,
  oneOf,
  secret,
  secretUrl,
  text,
  Unreadable,
  url,
  type Reader,
} from './reader.ts';
export { Secret } from './secret.ts';
export { TelemetryConfig, type LogLevel } from './telemetry.config.ts';
