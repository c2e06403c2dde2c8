import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { jobIdOf } from '@ferrule/provisioning-contracts';
import { readSpans, type SpanLine } from '@ferrule/telemetry';
import { usage } from '../failure.ts';

const COMMAND = /^cmd\.provisioning\.network\.provision\.([A-Za-z0-9_-]{1,32})$/u;

/** The job that a span's message asked for: its id follows from the publisher and the message's id. */
const jobOf = ({ attributes }: SpanLine): string | undefined => {
  const [, publisher] = COMMAND.exec(String(attributes['messaging.destination.name'])) ?? [];
  const message = attributes['messaging.message.id'];
  return publisher === undefined || typeof message !== 'string'
    ? undefined
    : jobIdOf(publisher, message);
};

/** Spans in a file that grew too large went on in a new one. */
const readAll = async (file: string): Promise<SpanLine[]> => {
  const files = [`${file}.1`, file].filter((one) => existsSync(one));
  if (files.length === 0)
    throw usage(`there are no spans in ${file}. Say where they are with --file or --data.`);
  return (await Promise.all(files.map((one) => readSpans(one)))).flat();
};

/** The traces of a job, or the one that is named itself; a command that was sent twice has two. */
export const findTraces = async (
  file: string,
  wanted: string,
): Promise<readonly (readonly SpanLine[])[]> => {
  const spans = await readAll(file);
  const traces = new Set(
    spans
      .filter((span) => span.trace === wanted || jobOf(span) === wanted)
      .map(({ trace }) => trace),
  );
  return [...traces].map((trace) => spans.filter((span) => span.trace === trace));
};
