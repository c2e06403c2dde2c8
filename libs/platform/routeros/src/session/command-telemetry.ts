import { metrics, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import type { RouterFault } from '@ferrule/router-domain';
import type { Call } from './call.ts';

// Both are inert as long as nobody registers an SDK.
const tracer = trace.getTracer('@ferrule/routeros');
const roundTrip = metrics
  .getMeter('@ferrule/routeros')
  .createHistogram('router_round_trip_seconds', {
    description: 'From writing a command to its answer or refusal, by router',
    unit: 's',
    advice: {
      explicitBucketBoundaries: [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
      ],
    },
  });
const client = { kind: SpanKind.CLIENT };

/**
 * Spans and round trips of the commands of one router. Of a command only its path is told: any value may
 * be a secret, and what a router says of one may repeat it.
 */
export class CommandTelemetry {
  readonly #host: string;
  readonly #labels: { readonly router: string };

  constructor(host: string) {
    this.#host = host;
    this.#labels = { router: host };
  }

  /** undefined where nobody records it: then it has cost next to nothing. */
  start(path: string): Span | undefined {
    const span = tracer.startSpan(`routeros ${path}`, client);
    if (!span.isRecording()) return undefined;
    return span.setAttributes({ 'router.host': this.#host, 'router.path': path });
  }

  end(span: Span | undefined, call: Call, outcome: 'DONE' | RouterFault): void {
    const seconds = outcome === 'DONE' || outcome === 'REFUSED' ? call.roundTripSeconds : undefined;
    if (seconds !== undefined) roundTrip.record(seconds, this.#labels);
    if (span === undefined) return;
    span.setAttribute('router.outcome', outcome);
    // Whoever takes a command back has not failed.
    if (outcome !== 'DONE' && outcome !== 'CANCELLED')
      span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
    span.end();
  }
}
