import { EventEmitter } from 'node:events';
import { Agent, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { until } from '@ferrule/testing';
import {
  createHttpApp,
  Health,
  HealthModule,
  listen,
  type Listening,
  type ListenOptions,
} from '@ferrule/http';

/** Requests that wait until the spec lets them go. */
@Injectable()
class Gate implements OnApplicationShutdown {
  arrived = 0;
  isShut = false;
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  onApplicationShutdown(): void {
    this.isShut = true;
  }
}

@Controller()
class GateController {
  readonly #gate: Gate;

  constructor(gate: Gate) {
    this.#gate = gate;
  }

  @Get('slow')
  async slow(): Promise<unknown> {
    this.#gate.arrived += 1;
    await this.#gate.opened;
    return { wasShutBefore: this.#gate.isShut };
  }

  @Get('quick')
  quick(): string {
    return 'quick';
  }
}

@Module({ imports: [HealthModule], controllers: [GateController], providers: [Gate] })
class GateModule {}

class FakeProcess extends EventEmitter {
  readonly codes: number[] = [];

  exit(code: number): void {
    this.codes.push(code);
  }
}

describe('a service that is told to stop', () => {
  let control: FakeProcess;
  let gate: Gate;
  let health: Health;
  let service: Listening;
  let agent: Agent;

  const start = async (config: object = {}, options: ListenOptions = {}) => {
    const app = await createHttpApp(GateModule, { logger: false });
    gate = app.get(Gate);
    health = app.get(Health);
    service = await listen(
      app,
      { host: '127.0.0.1', port: 0, drainDelay: 0, drainTimeout: 5_000, ...config },
      { process: control, ...options },
    );
  };
  beforeEach(() => {
    control = new FakeProcess();
    agent = new Agent({ keepAlive: true });
  });
  afterEach(async () => {
    gate.open();
    await service.stop();
    agent.destroy();
  });

  const get = (path: string) =>
    new Promise<{ status: number | undefined; connection: string | undefined; text: string }>(
      (resolve, reject) => {
        request(service.url + path, { agent }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('error', reject);
          response.on('end', () => {
            const { connection } = response.headers;
            resolve({ status: response.statusCode, connection, text });
          });
        })
          .on('error', reject)
          .end();
      },
    );

  it('listens on the loopback interface and says where', async () => {
    await start();
    expect(service.url).toBe(`http://127.0.0.1:${service.port}`);
    expect((await get('/quick')).text).toBe('quick');
  });

  it.each(['SIGTERM', 'SIGINT'])(
    'on %s answers the request in flight, then closes the application, then exits with 0',
    async (signal) => {
      const order: string[] = [];
      await start({}, { finish: () => Promise.resolve(void order.push(`finish ${gate.isShut}`)) });
      const inFlight = get('/slow');
      await until(() => gate.arrived === 1);
      control.emit(signal);
      expect(health.draining.aborted).toBe(true);
      await expect(fetch(`${service.url}/quick`)).rejects.toThrow();
      expect([gate.isShut, control.codes]).toEqual([false, []]);
      gate.open();
      expect(await inFlight).toMatchObject({ status: 200, text: '{"wasShutBefore":false}' });
      await until(() => control.codes.length > 0);
      expect([gate.isShut, control.codes, order]).toEqual([true, [0], ['finish true']]);
    },
  );

  it('does not wait for connections that are only kept alive', async () => {
    await start();
    await get('/quick');
    control.emit('SIGTERM');
    await until(() => control.codes.length > 0);
    expect(control.codes).toEqual([0]);
  });

  it('cuts off at the deadline what does not end, and exits with 1', async () => {
    await start({ drainTimeout: 50 });
    const inFlight = get('/slow');
    const lost = expect(inFlight).rejects.toThrow();
    await until(() => gate.arrived === 1);
    control.emit('SIGTERM');
    await lost;
    await until(() => control.codes.length > 0);
    expect(control.codes).toEqual([1]);
  });

  it('does not wait for ever for what has to be finished', async () => {
    await start({}, { finish: () => new Promise(() => undefined), closeTimeout: 50 });
    expect(await service.stop()).toBe(1);
  });

  it('exits with 1 when finishing fails', async () => {
    await start({}, { finish: () => Promise.reject(new Error('no collector')) });
    expect(await service.stop()).toBe(1);
  });

  it('refuses readiness before its listener closes, for load balancers to notice', async () => {
    await start({ drainDelay: 1_500 });
    control.emit('SIGTERM');
    const ready = await get('/health/ready');
    expect([ready.status, ready.connection]).toEqual([503, 'close']);
    expect((await get('/quick')).text).toBe('quick');
    await until(() => control.codes.length > 0);
    expect(control.codes).toEqual([0]);
  });

  it('exits at once on a second signal', async () => {
    await start({}, { echoWindow: 0 });
    const inFlight = get('/slow');
    await until(() => gate.arrived === 1);
    control.emit('SIGINT');
    control.emit('SIGINT');
    control.emit('SIGTERM');
    expect(control.codes).toEqual([130, 143]);
    gate.open();
    await inFlight;
  });

  it('takes the echoes of one Ctrl-C for one signal', async () => {
    await start();
    const inFlight = get('/slow');
    await until(() => gate.arrived === 1);
    control.emit('SIGINT');
    control.emit('SIGINT');
    control.emit('SIGTERM');
    expect(control.codes).toEqual([]);
    gate.open();
    await inFlight;
    await until(() => control.codes.length > 0);
    expect(control.codes).toEqual([0]);
  });

  it('leaves no listener on the process behind', async () => {
    await start();
    expect(control.listenerCount('SIGTERM')).toBe(1);
    await service.stop();
    await until(() => control.listenerCount('SIGTERM') === 0);
    expect(control.listenerCount('SIGINT')).toBe(0);
  });

  it('fails to start on a port that is taken', async () => {
    await start();
    const app = await createHttpApp(GateModule, { logger: false });
    const config = { host: '127.0.0.1', port: service.port, drainDelay: 0, drainTimeout: 0 };
    await expect(listen(app, config, { process: control })).rejects.toThrow('EADDRINUSE');
    await app.close();
  });
});
