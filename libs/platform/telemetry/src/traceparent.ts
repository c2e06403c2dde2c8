import { isSpanContextValid, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';

const format =
  /^(?!ff)(?<version>[0-9a-f]{2})-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?$/u;

/** The span that a W3C `traceparent` names; nothing when the text is none. */
export const parseTraceparent = (text: string | undefined): SpanContext | undefined => {
  const { version, traceId, spanId, flags, more } = format.exec(text ?? '')?.groups ?? {};
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  // Later versions may add fields; this one has none.
  if (version === '00' && more !== undefined) return undefined;
  const span = {
    traceId,
    spanId,
    traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(span) ? span : undefined;
};

export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The running span, as a message carries it to the next service. */
export const currentTraceparent = (): string | undefined => {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? formatTraceparent(span) : undefined;
};
