import { metrics, type Attributes } from '@opentelemetry/api';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

const nano = 1e-9;
const resolutionMs = 10;

/** Shows how the process itself fares; the function returned takes the figures down again. */
export const observeProcess = (service: string, version: string): (() => void) => {
  const meter = metrics.getMeter('ferrule.process');
  const gauge = (name: string, description: string) =>
    meter.createObservableGauge(name, { description });
  const build = gauge('ferrule_build_info', 'Always 1; its labels say what is running');
  const started = gauge(
    'ferrule_process_start_time_seconds',
    'When the process started (Unix time)',
  );
  const resident = gauge('ferrule_process_resident_memory_bytes', 'Memory that the process holds');
  const heap = gauge('ferrule_process_heap_used_bytes', 'Heap that is in use');
  const lag = gauge('ferrule_event_loop_lag_seconds', 'How late timers came since the last scrape');
  const busy = gauge(
    'ferrule_event_loop_utilization',
    'Share of time spent working since the last scrape',
  );
  const cpu = meter.createObservableCounter('ferrule_process_cpu_seconds_total', {
    description: 'Processor time that the process took',
  });
  const all = [build, started, resident, heap, lag, busy, cpu];

  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let utilization = performance.eventLoopUtilization();
  const startedAt = performance.timeOrigin / 1000;

  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = (result) => {
    const memory = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const now = performance.eventLoopUtilization();
    result.observe(build, 1, { service, version, node: process.versions.node });
    result.observe(started, startedAt);
    result.observe(resident, memory.rss);
    result.observe(heap, memory.heapUsed);
    result.observe(busy, performance.eventLoopUtilization(now, utilization).utilization);
    result.observe(cpu, (user + system) / 1e6);
    const late = (value: number, labels: Attributes) =>
      // The monitor's own interval is part of what it measures.
      result.observe(lag, Math.max(0, value * nano - resolutionMs / 1000), labels);
    if (delay.count > 0) {
      late(delay.percentile(50), { quantile: '0.5' });
      late(delay.percentile(99), { quantile: '0.99' });
      late(delay.max, { quantile: '1' });
    }
    delay.reset();
    utilization = now;
  };
  meter.addBatchObservableCallback(observe, all);
  return () => {
    meter.removeBatchObservableCallback(observe, all);
    delay.disable();
  };
};
