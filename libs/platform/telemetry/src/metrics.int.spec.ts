import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  counter,
  gauge,
  MetricsModule,
  metricsText,
  NestLog,
  secondsHistogram,
  startTelemetry,
  type Telemetry,
} from '@ferrule/telemetry';
import { until } from '@ferrule/testing';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { metrics } from '@opentelemetry/api';
import 'reflect-metadata';

const warnings: string[] = [];
let telemetry: Telemetry;
let app: INestApplication;
let url: string;

beforeAll(async () => {
  telemetry = startTelemetry(
    { serviceName: 'provisioning', version: '1.2.3', logLevel: 'warn' },
    { write: (line) => warnings.push(line) },
  );
  app = await NestFactory.create(MetricsModule, { bufferLogs: true });
  app.useLogger(new NestLog(telemetry.log));
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await telemetry.shutdown();
});

const scrape = async () => {
  const answer = await fetch(`${url}/metrics`);
  return { type: answer.headers.get('content-type'), text: await answer.text() };
};
const namesIn = (text: string) =>
  [...text.matchAll(/^# TYPE (?<name>\S+) (?<type>\S+)$/gmu)].map(([line]) => line);
const linesOf = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(name));

const attempts = counter({ name: 'network_provisioning_total', description: 'Attempts' });
const successes = counter({ name: 'network_provisioning_success', description: 'Successes' });
const durations = secondsHistogram({ name: 'network_provisioning_duration', description: 'Took' });
counter({ name: 'network_rollback_total', description: 'Rollbacks' });

describe('GET /metrics', () => {
  it('shows the promised names to the letter before anything was counted', async () => {
    const { text, type } = await scrape();
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(linesOf(text, 'network_')).toEqual([
      'network_provisioning_duration_bucket{le="+Inf"} 0',
      'network_provisioning_duration_sum 0',
      'network_provisioning_duration_count 0',
      'network_provisioning_success 0',
      'network_provisioning_total 0',
      'network_rollback_total 0',
    ]);
  });

  it('shows the same names, with nothing appended, once something was counted', async () => {
    attempts.add(2, { datacenter: 'DC1' });
    attempts.add(1, { datacenter: 'DC2' });
    successes.add(2, { datacenter: 'DC1' });
    durations.record(0.4);
    durations.record(400);
    const { text } = await scrape();
    expect(namesIn(text).filter((line) => line.includes('network_'))).toEqual([
      '# TYPE network_provisioning_duration histogram',
      '# TYPE network_provisioning_success counter',
      '# TYPE network_provisioning_total counter',
      '# TYPE network_rollback_total counter',
    ]);
    expect(linesOf(text, 'network_provisioning_total')).toEqual([
      'network_provisioning_total{datacenter="DC1"} 2',
      'network_provisioning_total{datacenter="DC2"} 1',
    ]);
    expect(text).not.toContain('network_provisioning_success_total');
    expect(linesOf(text, 'network_provisioning_duration_bucket').slice(-4)).toEqual([
      'network_provisioning_duration_bucket{le="60"} 1',
      'network_provisioning_duration_bucket{le="120"} 1',
      'network_provisioning_duration_bucket{le="300"} 1',
      'network_provisioning_duration_bucket{le="+Inf"} 2',
    ]);
    expect(linesOf(text, 'network_provisioning_duration_sum')).toEqual([
      'network_provisioning_duration_sum 400.4',
    ]);
  });

  it('writes one header for a name that two libraries count under', async () => {
    metrics.getMeter('one').createCounter('ferrule_shared_total').add(1, { from: 'one' });
    metrics.getMeter('two').createCounter('ferrule_shared_total').add(1, { from: 'two' });
    const text = await metricsText();
    expect(namesIn(text).filter((line) => line.includes('shared'))).toHaveLength(1);
    expect(linesOf(text, 'ferrule_shared_total')).toHaveLength(2);
  });

  it('escapes what labels and descriptions may contain', async () => {
    metrics
      .getMeter('one')
      .createCounter('ferrule_odd_total', { description: 'two\nlines \\ here' })
      .add(1, { 'a.b': 'say "hi"\\\n' });
    const text = await metricsText();
    expect(text).toContain(String.raw`# HELP ferrule_odd_total two\nlines \\ here`);
    expect(text).toContain(String.raw`ferrule_odd_total{a_b="say \"hi\"\\\n"} 1`);
  });

  it('is legal Prometheus text in every line', async () => {
    const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
    const value = String.raw`"(?:[^"\\\n]|\\["\\n])*"`;
    const label = String.raw`[a-zA-Z_]\w*=${value}`;
    const number = String.raw`(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|[+-]Inf)`;
    const legal = new RegExp(
      `^(?:# (?:HELP|TYPE) ${name} .+|${name}(?:\\{${label}(?:,${label})*\\})? ${number}|)$`,
      'u',
    );
    const { text } = await scrape();
    expect(text.split('\n').filter((line) => !legal.test(line))).toEqual([]);
  });

  it('says what is running and how it fares', async () => {
    // The monitor counts every ten milliseconds; the scrape before this one began a new count.
    const text = await until(async () => {
      const scraped = await scrape();
      return scraped.text.includes('ferrule_event_loop_lag_seconds{') && scraped.text;
    });
    expect(text).toContain(
      `ferrule_build_info{service="provisioning",version="1.2.3",node="${process.versions.node}"} 1`,
    );
    for (const name of [
      'ferrule_process_resident_memory_bytes',
      'ferrule_process_cpu_seconds_total',
      'ferrule_event_loop_lag_seconds{quantile="0.99"}',
    ]) {
      expect(linesOf(text, name)).toHaveLength(1);
    }
  });

  it('leaves out a gauge that cannot be read, says so, and shows the others', async () => {
    const takeDown = gauge({ name: 'ferrule_broken', description: 'Broken' }, () => {
      throw new Error('no answer');
    });
    gauge({ name: 'ferrule_fine', description: 'Fine' }, () => 7);
    const { text } = await scrape();
    takeDown();
    expect(text).not.toContain('ferrule_broken');
    expect(text).toContain('ferrule_fine 7');
    expect(warnings.join('')).toContain('a metric could not be read');
    warnings.length = 0;
  });
});
