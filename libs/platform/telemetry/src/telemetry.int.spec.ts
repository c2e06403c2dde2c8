import { afterEach, describe, expect, it } from '@jest/globals';
import { drawTrace, inSpan, readSpans, startTelemetry, type Telemetry } from '@ferrule/telemetry';
import { mkdtemp, readdir, rm, writeFile, appendFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpanFile } from './span-file.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const folder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'ferrule-spans-'));
  undo.push(() => rm(path, { recursive: true }));
  return path;
};

const started = (settings: Omit<Parameters<typeof startTelemetry>[0], 'serviceName'>) => {
  const lines: string[] = [];
  const telemetry = startTelemetry(
    { serviceName: 'api', ...settings },
    { write: (line) => lines.push(line) },
  );
  undo.push(() => telemetry.shutdown(100));
  return { telemetry, lines };
};

/** A collector that answers as it is told, and keeps what it was sent. */
const collector = async (answer: number | 'never') => {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      bodies.push(`${request.url ?? ''} ${body}`);
      if (answer !== 'never') response.writeHead(answer).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  undo.push(
    () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  );
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, bodies };
};

const request = (telemetry: Telemetry) =>
  inSpan('POST /networks/provision', { kind: 'server' }, async () => {
    await inSpan('allocate', { attributes: { 'db.password': 'Hidden' } }, () => undefined);
    await inSpan('publish', { kind: 'producer' }, () =>
      Promise.reject(new Error('token=Hidden was refused')),
    ).catch(() => undefined);
    telemetry.log.info('done');
  });

describe('spans', () => {
  it('are added to a file, one JSON object a line, without secrets, and drawn as a tree', async () => {
    const spansFile = join(await folder(), 'spans.ndjson');
    const { telemetry } = started({ spansFile });
    await request(telemetry);
    await telemetry.flush();
    const spans = await readSpans(spansFile);
    expect(JSON.stringify(spans)).not.toContain('Hidden');
    expect(spans.map(({ name }) => name).sort()).toEqual([
      'POST /networks/provision',
      'allocate',
      'publish',
    ]);
    expect(new Set(spans.map((span) => span.trace)).size).toBe(1);
    expect(drawTrace(spans)).toMatch(
      /ms {2}api: POST \/networks\/provision\n.*ms {4}api: allocate\n.*ms {4}api: publish {2}FAILED token=\[redacted\] was refused/u,
    );
  });

  it('of one trace are found among those of many services, past half-written lines', async () => {
    const path = join(await folder(), 'spans.ndjson');
    const line = (trace: string, span: string) =>
      `${JSON.stringify({ trace, span, start: '2026-01-01T00:00:00.000Z' })}\n`;
    await writeFile(path, line('a', '1') + line('b', '2'));
    await appendFile(path, `${line('a', '3')}{"trace":"a","sp`);
    expect((await readSpans(path, 'a')).map(({ span }) => span)).toEqual(['1', '3']);
  });

  it('begin a new file when the old one is full', async () => {
    const path = await folder();
    const file = new SpanFile(join(path, 'spans'), 10);
    for (let batch = 0; batch < 3; batch += 1) {
      await new Promise((done) => file.export([], done));
      await appendFile(join(path, 'spans'), 'x'.repeat(20));
    }
    expect((await readdir(path)).sort()).toEqual(['spans', 'spans.1']);
  });

  it('go to a collector over OTLP, without secrets', async () => {
    const { endpoint, bodies } = await collector(200);
    const { telemetry } = started({ otlpEndpoint: `${endpoint}/` });
    await request(telemetry);
    await telemetry.shutdown();
    expect(bodies[0]).toMatch(/^\/v1\/traces .*allocate/u);
    expect(bodies.join('')).not.toContain('Hidden');
  });

  it('are not kept when sampling says so, and the log still names the trace', async () => {
    const spansFile = join(await folder(), 'spans.ndjson');
    const { telemetry, lines } = started({ spansFile, sampling: 0 });
    await request(telemetry);
    await telemetry.shutdown();
    await expect(readSpans(spansFile)).rejects.toThrow('ENOENT');
    expect(lines.join('')).toContain('trace_id');
  });
});

describe('shutting down', () => {
  it('does not wait for a collector that never answers', async () => {
    const { endpoint } = await collector('never');
    const { telemetry } = started({ otlpEndpoint: endpoint });
    await request(telemetry);
    const since = performance.now();
    await telemetry.shutdown(200);
    expect(performance.now() - since).toBeLessThan(1500);
  });

  it('hands over what is left, once, and lets telemetry start again', async () => {
    const spansFile = join(await folder(), 'spans.ndjson');
    const first = started({ spansFile });
    await request(first.telemetry);
    await Promise.all([first.telemetry.shutdown(), first.telemetry.shutdown()]);
    expect(await readSpans(spansFile)).toHaveLength(3);
    const second = started({ spansFile });
    await first.telemetry.shutdown();
    await request(second.telemetry);
    await second.telemetry.shutdown();
    expect(await readSpans(spansFile)).toHaveLength(6);
  });
});

describe('a collector that refuses', () => {
  it('is complained of in the log, and not at every attempt', async () => {
    const { endpoint } = await collector(400);
    const { telemetry, lines } = started({ otlpEndpoint: endpoint });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await request(telemetry);
      await telemetry.flush();
    }
    expect(lines.filter((line) => line.includes('telemetry: '))).toHaveLength(1);
  });
});
