// Before the driver, which makes its instruments when it is loaded.
import { metricsText } from '@ferrule/telemetry';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterDriver } from '@ferrule/router-domain';
import { NodeRouterOsDriver, RouterOsDriver, type RouterOsAddress } from '@ferrule/routeros';
import { leakGuard } from '@ferrule/testing';
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { outcome, print, specGround } from '../fake/ground.ts';

leakGuard();
const { router } = specGround();
const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
beforeAll(() => provider.register());
beforeEach(() => exporter.reset());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  context.disable();
});

const told = ({ name, kind, status, attributes }: ReadableSpan) => ({
  name,
  kind,
  status,
  attributes,
});
const spans = () => exporter.getFinishedSpans();

/** How many round trips there are in the scrape of a router that no other spec asks. */
const roundTrips = async (host: string): Promise<number> => {
  const line = `router_round_trip_seconds_count{router="${host}"} `;
  const found = (await metricsText()).split('\n').find((one) => one.startsWith(line));
  return Number(found?.slice(line.length) ?? 0);
};

const kinds: readonly [string, string, (address: RouterOsAddress) => RouterDriver][] = [
  ['RouterOsDriver', '127.0.0.2', (address) => new RouterOsDriver(address)],
  ['NodeRouterOsDriver', '127.0.0.3', (address) => new NodeRouterOsDriver(address)],
];
describe.each(kinds)('a command of %s', (_, host, make) => {
  const using = async (
    answer: Parameters<typeof router>[0],
    work: (driver: RouterDriver) => Promise<unknown>,
  ) => {
    const { port } = await router(answer, { host });
    const driver = make({ host, port, user: 'admin', password: 'geheim' });
    await work(driver).finally(() => driver.close());
  };

  it('is a span of whatever goes on, and no value of it is told', async () => {
    const command = {
      command: '/ppp/secret/add',
      attributes: { name: 'alice', password: 'geheim' },
      query: ['?comment=geheim'],
    };
    await using(
      ({ reply }) => reply('!done', '=ret=*geheim'),
      (driver) =>
        trace.getTracer('spec').startActiveSpan('step', async (step) => {
          await driver.send(command);
          step.end();
        }),
    );
    const [span, step] = spans();
    expect(span && told(span)).toEqual({
      name: 'routeros /ppp/secret/add',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'router.host': host,
        'router.path': '/ppp/secret/add',
        'router.outcome': 'DONE',
      },
    });
    expect(span?.parentSpanContext?.spanId).toBe(step?.spanContext().spanId);
    expect(JSON.stringify([span?.attributes, span?.events])).not.toContain('geheim');
  });

  it('that fails says how, without the words of the router', async () => {
    await using(
      ({ command, reply, socket }) => {
        if (command === '/bad/print') {
          reply('!trap', '=message=invalid value geheim for argument password');
          reply('!done');
        } else socket.end();
      },
      async (driver) => {
        await outcome(driver.send({ command: '/bad/print' }));
        await outcome(driver.send(print));
      },
    );
    expect(spans().map(({ status, attributes }) => [attributes['router.outcome'], status])).toEqual(
      [
        ['REFUSED', { code: SpanStatusCode.ERROR, message: 'REFUSED' }],
        ['LOST', { code: SpanStatusCode.ERROR, message: 'LOST' }],
      ],
    );
    expect(spans().flatMap(({ events }) => events)).toEqual([]);
  });

  it('that is taken back has not failed', async () => {
    await using(
      ({ reply }) => reply('!re', '=name=ether1'),
      async (driver) => {
        for await (const _row of driver.stream(print)) break;
      },
    );
    expect(spans()[0]).toMatchObject({
      attributes: { 'router.outcome': 'CANCELLED' },
      status: { code: SpanStatusCode.UNSET },
    });
  });

  it('is a round trip when it was answered or refused, and in no other case', async () => {
    const before = await roundTrips(host);
    await using(
      ({ command, reply }) => {
        if (command === '/bad/print') reply('!trap', '=message=no');
        if (command !== '/silent/print') reply('!done');
      },
      async (driver) => {
        await driver.send(print);
        await outcome(driver.send({ command: '/bad/print' }));
        await outcome(driver.send({ command: '/silent/print' }, { timeoutMs: 20 }));
        for await (const _row of driver.stream(print));
      },
    );
    expect((await roundTrips(host)) - before).toBe(2);
  });
});
