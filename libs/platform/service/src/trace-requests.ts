import { once } from 'node:events';
import type { AroundRequest } from '@ferrule/http';
import { inSpan } from '@ferrule/telemetry';

const PROBES = new Set(['/health/live', '/health/ready', '/metrics']);

/** A span for every request but the probes, which come every few seconds and tell nothing. */
export const traceRequests: AroundRequest = (facts, response, next) => {
  if (PROBES.has(facts.path)) {
    next();
    return;
  }
  void inSpan(
    facts.method,
    {
      kind: 'server',
      traceparent: facts.traceparent,
      attributes: { 'http.request.method': facts.method, 'url.path': facts.path },
    },
    async (span) => {
      const closed = once(response, 'close');
      next();
      await closed;
      const route = facts.route();
      if (route !== undefined) span.updateName(`${facts.method} ${route}`);
      span.setAttribute('http.response.status_code', response.statusCode);
    },
  );
};
