import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  BusConfig,
  ConfigError,
  DatabaseConfig,
  duration,
  Env,
  EnvPrefix,
  flag,
  Group,
  HttpConfig,
  integer,
  list,
  loadConfig,
  oneOf,
  secret,
  Secret,
  TelemetryConfig,
  text,
  type Environment,
} from '@ferrule/config';
import { IsOptional, Max, Min, registerDecorator } from 'class-validator';

/** A rule of somebody who meant well: its sentence quotes the value. */
const Unwelcome =
  () =>
  (target: object, property: string): void => {
    registerDecorator({
      name: 'unwelcome',
      target: target.constructor,
      propertyName: property,
      validator: {
        validate: () => false,
        defaultMessage: (facts) => `${String(facts?.value)} is unwelcome`,
      },
    });
  };

@EnvPrefix('DEPOT')
class DepotConfig {
  @Group('HTTP') readonly http = new HttpConfig(3001);
  @Group('DATABASE') readonly database = new DatabaseConfig();
  @Group('BUS') readonly bus = new BusConfig();
  @Group('TELEMETRY') readonly telemetry = new TelemetryConfig('depot');

  @Env('SHELVES', integer, { doc: 'How many shelves there are' })
  @Min(1)
  @Max(40)
  readonly shelves: number = 12;

  @Env('OPEN', flag, { doc: 'Whether goods may come in' })
  readonly open: boolean = false;

  @Env('PATIENCE', duration, { doc: 'How long a lorry waits' })
  readonly patience: number = 30_000;

  @Env('SIDE', oneOf('left', 'right'), { doc: 'Where the ramp is' })
  @IsOptional()
  readonly side?: 'left' | 'right';

  @Env('SEAL_KEY', secret({ minLength: 8 }), { doc: 'What seals the doors' })
  readonly sealKey!: Secret;

  @Env('MOTTO', text, { doc: 'What is written above the door' })
  @Max(3, { message: 'motto $value is not short' })
  @IsOptional()
  readonly motto?: string;

  @Env('GATES', list(text), { doc: 'The gates, by name' })
  @Unwelcome()
  @IsOptional()
  readonly gates?: readonly string[];
}

const DATABASE_URL = 'postgres://depot:hunter22@127.0.0.1:5432/ferrule';
const complete = { DEPOT_DATABASE_URL: DATABASE_URL, DEPOT_SEAL_KEY: 'open sesame' };
const load = (env: Environment) => loadConfig(DepotConfig, { ...complete, ...env });

const failure = (env: Environment): ConfigError => {
  try {
    loadConfig(DepotConfig, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the configuration was accepted');
};
const rulesFor = (env: Environment) =>
  Object.fromEntries(
    failure({ ...complete, ...env }).problems.map(({ variable, rule }) => [variable, rule]),
  );

describe('a configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('has the defaults of its class where nothing was given', () => {
    const config = load({});
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 3001, bodyLimit: 262_144 });
    expect(config.bus.servers).toEqual(['nats://127.0.0.1:4222']);
    expect(config.side).toBeUndefined();
    expect(config.database.url.reveal()).toBe(DATABASE_URL);
  });

  it('takes what was given, in the type of its property', () => {
    const config = load({
      DEPOT_HTTP_PORT: '0',
      DEPOT_OPEN: 'true',
      DEPOT_PATIENCE: '5m',
      DEPOT_SIDE: 'left',
      DEPOT_BUS_SERVERS: 'nats://a:4222, nats://b:4222',
    });
    expect(config).toMatchObject({ open: true, patience: 300_000, side: 'left' });
    expect(config.http.port).toBe(0);
    expect(config.bus.servers).toEqual(['nats://a:4222', 'nats://b:4222']);
  });

  it('counts an empty variable as not given', () => {
    expect(load({ DEPOT_SHELVES: '' }).shelves).toBe(12);
    expect(rulesFor({ DEPOT_SEAL_KEY: '' })).toEqual({
      DEPOT_SEAL_KEY: 'is required (What seals the doors)',
    });
  });

  it('is frozen through and through', () => {
    const config = load({});
    for (const part of [config, config.http, config.bus.servers, config.sealKey]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(() => Reflect.apply(Array.prototype.push, config.bus.servers, ['x'])).toThrow(TypeError);
  });

  it('takes a shared value for every service and lets the service’s own win', () => {
    const shared = { FERRULE_TELEMETRY_LOG_LEVEL: 'debug', FERRULE_BUS_SERVERS: 'nats://shared' };
    expect(load(shared).telemetry.logLevel).toBe('debug');
    expect(load({ ...shared, DEPOT_BUS_SERVERS: 'nats://own' }).bus.servers).toEqual([
      'nats://own',
    ]);
  });

  it.each([
    ['DEPOT_SHELVES', '12.5', 'must be a whole number'],
    ['DEPOT_SHELVES', '1e1', 'must be a whole number'],
    ['DEPOT_SHELVES', ' 12', 'must be a whole number'],
    ['DEPOT_SHELVES', '9007199254740993', 'must be a whole number'],
    ['DEPOT_SHELVES', '41', 'must not be greater than 40'],
    ['DEPOT_OPEN', 'yes', 'must be true or false'],
    ['DEPOT_OPEN', '1', 'must be true or false'],
    ['DEPOT_PATIENCE', '30', 'must be a duration such as 250ms, 30s, 5m, 2h or 7d'],
    ['DEPOT_SIDE', 'middle', 'must be one of left, right'],
    ['DEPOT_SEAL_KEY', 'short', 'must be a secret of at least 8 characters'],
    ['DEPOT_HTTP_PORT', '65536', 'must not be greater than 65535'],
    ['DEPOT_BUS_INBOX_PREFIX', '_INBOX.>', 'must be a subject without wildcards'],
    ['DEPOT_BUS_USER', 'depot', 'needs password beside it'],
    ['DEPOT_MOTTO', 'too long a motto', 'breaks the rule max'],
    ['DEPOT_GATES', 'north,south', 'breaks the rule unwelcome'],
  ])('refuses %s=%s: it %s', (variable, value, rule) => {
    expect(rulesFor({ [variable]: value })).toEqual({ [variable]: rule });
  });

  it('refuses a server list with an empty place, a word that is no URL, or a password inside', () => {
    for (const value of ['nats://a,,nats://b', 'a', 'http://a', 'nats://u:p@a', 'nats://']) {
      expect(Object.keys(rulesFor({ DEPOT_BUS_SERVERS: value }))).toEqual(['DEPOT_BUS_SERVERS']);
    }
  });

  it('names everything that is wrong at once', () => {
    const error = failure({ DEPOT_OPEN: 'maybe', DEPOT_SHELVES: '0', DEPOT_SHELFS: '3' });
    expect(error.problems.map(({ variable }) => variable).sort()).toEqual([
      'DEPOT_DATABASE_URL',
      'DEPOT_OPEN',
      'DEPOT_SEAL_KEY',
      'DEPOT_SHELFS',
      'DEPOT_SHELVES',
    ]);
  });

  it('never repeats a value, whichever rule it broke', () => {
    const values = {
      DEPOT_DATABASE_URL: 'mysql://u:hunter22@h/db',
      DEPOT_SEAL_KEY: 'zxcvb',
      DEPOT_OPEN: 'qwerty',
      DEPOT_HTTP_PORT: '99887',
      DEPOT_MOTTO: 'mnbvcxz',
      DEPOT_GATES: 'zaqwsx',
      DEPOT_BUS_SERVERS: 'nats://u:trewq@h',
      DEPOT_BUS_PASSWORD: 'asdfgh',
      DEPOT_BUS_INBOX_PREFIX: 'poiuy.*',
      DEPOT_TELEMETRY_SERVICE_NAME: 'LKJHG',
      DEPOT_SHELFS: 'uiopuiop',
    };
    const error = failure(values);
    expect(error.problems).toHaveLength(Object.keys(values).length);
    const shown = [error.message, error.stack, inspect(error, { depth: null, showHidden: true })];
    const told = `${shown.join()}${JSON.stringify(error)}${String(error.cause)}`;
    for (const value of Object.values(values)) expect(told).not.toContain(value);
    for (const part of ['hunter22', 'trewq']) expect(told).not.toContain(part);
  });

  it('says which known variable an unknown one with its prefix may have meant', () => {
    expect(rulesFor({ DEPOT_DATABASE_POOLSIZE: '3', DEPOT_XYZZY: '1' })).toEqual({
      DEPOT_DATABASE_POOLSIZE: 'is unknown; is DEPOT_DATABASE_POOL_SIZE meant?',
      DEPOT_XYZZY: 'is no setting of this service',
    });
  });

  it('warns of a slip under the shared prefix and leaves other services’ variables alone', () => {
    const warnings: string[] = [];
    loadConfig(
      DepotConfig,
      { ...complete, FERRULE_BUS_SERVER: 'nats://a', FERRULE_ELSEWHERE: '1', OTHER_HTTP_PORT: 'x' },
      { warn: (message) => warnings.push(message) },
    );
    expect(warnings).toEqual(['FERRULE_BUS_SERVER is unknown; is FERRULE_BUS_SERVERS meant?']);
  });

  it('ignores the addresses of neighbours that container platforms put beside it', () => {
    const links = {
      DEPOT_SERVICE_HOST: '10.0.0.1',
      DEPOT_SERVICE_PORT_WEB: '80',
      DEPOT_PORT: 'tcp://10.0.0.1:80',
      DEPOT_PORT_80_TCP_ADDR: '10.0.0.1',
    };
    expect(load(links).http.port).toBe(3001);
  });

  it('reads a secret from a file, without the newline that editors add', () => {
    const file = join(folder, 'key');
    writeFileSync(file, 'from a file\n');
    const config = loadConfig(DepotConfig, {
      DEPOT_DATABASE_URL: DATABASE_URL,
      DEPOT_SEAL_KEY_FILE: file,
    });
    expect(config.sealKey.reveal()).toBe('from a file');
  });

  it('refuses a secret that is given twice, and a file that cannot be read, without its path', () => {
    expect(rulesFor({ DEPOT_SEAL_KEY_FILE: '/anywhere' })).toEqual({
      DEPOT_SEAL_KEY: 'must not be given together with DEPOT_SEAL_KEY_FILE',
    });
    expect(rulesFor({ DEPOT_SEAL_KEY: undefined, DEPOT_SEAL_KEY_FILE: 'the-key-itself' })).toEqual({
      DEPOT_SEAL_KEY_FILE: 'must name a readable file (ENOENT)',
    });
  });

  it('takes no file for what is no secret', () => {
    expect(Object.keys(rulesFor({ DEPOT_SHELVES_FILE: '/anywhere' }))).toEqual([
      'DEPOT_SHELVES_FILE',
    ]);
  });
});
