import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import {
  BusConfig,
  DatabaseConfig,
  Env,
  envExample,
  envExampleDrift,
  EnvPrefix,
  Group,
  HttpConfig,
  list,
  loadConfig,
  secret,
  Secret,
  TelemetryConfig,
  text,
} from '@ferrule/config';

@EnvPrefix('DEPOT')
class DepotConfig {
  @Group('HTTP') readonly http = new HttpConfig(3001);
  @Group('DATABASE') readonly database = new DatabaseConfig();
  @Group('BUS') readonly bus = new BusConfig();
}

@EnvPrefix('GATE')
class GateConfig {
  @Group('BUS') readonly bus = new BusConfig();
  @Group('TELEMETRY') readonly telemetry = new TelemetryConfig('gate');
  @Env('GREETING', text, { doc: 'What a visitor reads' }) readonly greeting: string =
    'come in, # 1';

  @Env('KEYS', list(secret()), { doc: 'Opens the gate' })
  readonly keys: readonly Secret[] = [new Secret('hunter22'), new Secret('hunter23')];
}

const example = envExample(DepotConfig, GateConfig);
const settings = parseEnv(example);

describe('the example of an environment', () => {
  it('has every variable of every service with its default, and no secret', () => {
    expect(settings).toMatchObject({
      DEPOT_HTTP_HOST: '127.0.0.1',
      DEPOT_HTTP_PORT: '3001',
      DEPOT_HTTP_DRAIN_TIMEOUT: '10s',
      DEPOT_DATABASE_URL: '',
      GATE_GREETING: 'come in, # 1',
      GATE_KEYS: '',
    });
    expect(example).not.toContain('hunter');
  });

  it('has what services share once', () => {
    expect(settings['FERRULE_BUS_SERVERS']).toBe('nats://127.0.0.1:4222');
    expect(example).not.toContain('DEPOT_BUS_SERVERS');
    expect(example.match(/^FERRULE_BUS_SERVERS=/gm)).toHaveLength(1);
  });

  it('says of each variable what it means, what it must be and whether it must be there', () => {
    expect(example).toContain(
      [
        '# The role with least rights: postgres://user:password@host:5432/database',
        '# (a URL that begins with postgres:// or postgresql://; required; or a file that holds it: DEPOT_DATABASE_URL_FILE)',
        'DEPOT_DATABASE_URL=',
      ].join('\n'),
    );
  });

  it('is itself a complete environment but for what is required', () => {
    const url = 'postgres://u:p@127.0.0.1/ferrule';
    const read = loadConfig(DepotConfig, { ...settings, DEPOT_DATABASE_URL: url });
    expect(read.http).toEqual(new HttpConfig(3001));
    expect(loadConfig(GateConfig, settings)).toEqual(new GateConfig());
  });

  it('is compared with a committed file, and the first line that differs is named', () => {
    expect(envExampleDrift(example, DepotConfig, GateConfig)).toBeUndefined();
    const changed = example.replace('GATE_GREETING="come in, # 1"', 'GATE_GREETING=hello');
    expect(envExampleDrift(changed, DepotConfig, GateConfig)).toMatch(
      /^line \d+ should be .*come in.*, found "GATE_GREETING=hello"$/,
    );
    expect(envExampleDrift(`${example}MORE=1\n`, DepotConfig, GateConfig)).toContain('MORE=1');
    expect(envExampleDrift(example, DepotConfig)).toBeDefined();
  });
});
