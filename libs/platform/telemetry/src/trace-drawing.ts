import type { SpanLine } from './span-file.ts';

/** A trace as people read it: one line per span, indented below the one that caused it. */
export const drawTrace = (spans: readonly SpanLine[]): string => {
  const known = new Set(spans.map(({ span }) => span));
  const began = Math.min(...spans.map(({ start }) => Date.parse(start)));
  const draw = (span: SpanLine, depth: number): string[] => {
    const at = `+${Date.parse(span.start) - began} ms`.padStart(10);
    const took = `${span.ms.toFixed(1)} ms`.padStart(11);
    const failed = span.status === 'error' ? `  FAILED ${span.failure ?? ''}`.trimEnd() : '';
    const line = `${at} ${took}  ${'  '.repeat(depth)}${span.service}: ${span.name}${failed}`;
    const children = spans.filter(({ parent }) => parent === span.span);
    return [line, ...children.flatMap((child) => draw(child, depth + 1))];
  };
  return spans
    .filter(({ parent }) => parent === undefined || !known.has(parent))
    .flatMap((root) => draw(root, 0))
    .join('\n');
};
