import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Catch,
  Controller,
  Inject,
  Injectable,
  Module,
  Scope,
  UseGuards,
  type CanActivate,
  type ExceptionFilter,
  type INestApplication,
} from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import { MessagePattern } from '@nestjs/microservices';
import { concat, EMPTY, of, throwError, type Observable } from 'rxjs';
import { until, useNats } from '@ferrule/testing';
import { connectBus, type BusConnection } from './connection.ts';
import { Consume } from './consume.ts';
import { DeadLetters } from './dead-letters.ts';
import { JetStreamServer } from './jetstream-server.ts';
import { Publisher } from './publisher.ts';
import { CMD_IPAM, envelope, IPAM } from './spec-rig.ts';

const CONSUMER = { ...IPAM, maxDeliveries: 2 };
const calls: string[] = [];

/** What an application might have for its HTTP side: it answers everything, and so ends it. */
@Catch()
class SwallowingFilter implements ExceptionFilter {
  catch(): Observable<never> {
    return EMPTY;
  }
}

@Injectable()
class Closed implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Controller()
class Failing {
  @Consume(CONSUMER, 'cmd.ipam.thrown')
  thrown(): void {
    calls.push('thrown');
    throw new Error('thrown');
  }

  @Consume(CONSUMER, 'cmd.ipam.rejected')
  async rejected(): Promise<void> {
    calls.push('rejected');
    await Promise.reject(new Error('rejected'));
  }

  @Consume(CONSUMER, 'cmd.ipam.observed')
  observed(): Observable<number> {
    calls.push('observed');
    return concat(
      of(1, 2),
      throwError(() => new Error('observed')),
    );
  }

  @UseGuards(Closed)
  @Consume(CONSUMER, 'cmd.ipam.guarded')
  guarded(): void {
    calls.push('guarded');
  }

  @MessagePattern('cmd.ipam.foreign')
  foreign(): void {
    calls.push('foreign');
  }
}

@Controller({ scope: Scope.REQUEST })
class FailingPerRequest {
  constructor(@Inject('WORD') private readonly word: string) {}

  @Consume(CONSUMER, 'cmd.ipam.scoped')
  scoped(): void {
    calls.push(this.word);
    throw new Error(this.word);
  }
}

@Module({
  controllers: [Failing, FailingPerRequest],
  providers: [
    { provide: 'WORD', useValue: 'scoped' },
    { provide: APP_FILTER, useClass: SwallowingFilter },
  ],
})
class Service {}

describe('a throw in an application that swallows them', () => {
  const nats = useNats();
  let connection: BusConnection;
  let app: INestApplication | undefined;

  beforeEach(async () => {
    calls.length = 0;
    await nats.purge();
    connection = await connectBus({ servers: nats.url, name: 'spec' });
  });
  afterEach(async () => {
    await app?.close();
    await connection.close();
  });

  it.each([true, false])('is never acknowledged (inheritAppConfig %s)', async (inherit) => {
    app = await NestFactory.create(Service, { logger: false });
    app.useGlobalFilters(new SwallowingFilter());
    const strategy = new JetStreamServer({
      connection,
      streams: [CMD_IPAM],
      retry: { baseMs: 10, capMs: 10 },
    });
    app.connectMicroservice({ strategy }, { inheritAppConfig: inherit });
    await app.startAllMicroservices();
    const publisher = new Publisher(connection);
    const ways = ['thrown', 'rejected', 'observed', 'guarded', 'scoped', 'foreign'];
    for (const way of ways) await publisher.publish(`cmd.ipam.${way}`, envelope(way));
    const { letters } = await until(async () => {
      const page = await new DeadLetters(connection).list();
      return page.letters.length === ways.length && page;
    });
    const outcome = letters.map(({ subject, reason, deliveries }) => [subject, reason, deliveries]);
    expect(outcome.sort()).toEqual([
      ['cmd.ipam.foreign', 'no handler for cmd.ipam.foreign', 1],
      ['cmd.ipam.guarded', 'Forbidden resource', 2],
      ['cmd.ipam.observed', 'observed', 2],
      ['cmd.ipam.rejected', 'rejected', 2],
      ['cmd.ipam.scoped', 'scoped', 2],
      ['cmd.ipam.thrown', 'thrown', 2],
    ]);
    expect(calls.sort()).toEqual(
      ['observed', 'rejected', 'scoped', 'thrown'].flatMap((way) => [way, way]),
    );
  });

  it('is not hidden behind a second handler of the same subject', () => {
    const server = new JetStreamServer({ connection, streams: [CMD_IPAM] });
    const handler = () => Promise.resolve(EMPTY);
    server.addHandler('ipam x', handler, true, { group: 'ipam' });
    expect(() => {
      server.addHandler('ipam x', handler, true, { group: 'ipam' });
    }).toThrow('two handlers for "ipam x"');
  });

  it('needs one idea of a consumer', () => {
    expect(
      () =>
        new JetStreamServer({
          connection,
          streams: [CMD_IPAM],
          consumers: [IPAM, { ...IPAM, ackWaitMs: 5 }],
        }),
    ).toThrow('consumer ipam is declared in two ways');
  });
});
