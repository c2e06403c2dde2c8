import type { LineFault } from './fault.ts';

/** The segments that a piece of reply is cut into. */
export const pieces = ({ size, lastByteApart }: Extract<LineFault, { readonly do: 'split' }>) =>
  function* cut(bytes: Buffer): Generator<Buffer, void, undefined> {
    const end = lastByteApart === true ? bytes.length - 1 : bytes.length;
    const step = size ?? Math.max(end, 1);
    for (let at = 0; at < end; at += step) yield bytes.subarray(at, Math.min(at + step, end));
    if (end < bytes.length) yield bytes.subarray(end);
  };
