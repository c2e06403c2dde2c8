import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { examples } from '../arguments.ts';
import { errorText } from '../error-code.ts';
import { unreachable, usage } from '../failure.ts';
import type { OpenSession } from '../session.ts';
import type { Terminal } from '../terminal.ts';

interface ExportOptions {
  readonly format?: string;
  readonly space?: string;
  readonly kind?: string;
  readonly output?: string;
}

const formatOf = (output: string | undefined): string | undefined =>
  /\.(csv|ndjson|json)$/u.exec(output ?? '')?.[1];

const written = async function* (body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) yield decoder.decode(chunk, { stream: true });
};

/** As it comes, so that memory stays as it is however much there is. */
const save = async (
  chunks: AsyncIterable<string>,
  output: string | undefined,
  terminal: Terminal,
): Promise<void> => {
  if (output === undefined || output === '-')
    for await (const chunk of chunks) await terminal.write(chunk);
  else await pipeline(chunks, createWriteStream(output));
};

export const addExport = (ipam: Command, open: OpenSession): void => {
  ipam
    .command('export')
    .description('everything that is held, as an import takes it')
    .addOption(
      new Option('--format <format>', 'by the name of the file unless given, else csv').choices([
        'csv',
        'ndjson',
        'json',
      ]),
    )
    .option('--space <id>', 'what is held in this pool or container itself')
    .option('--kind <kind>', 'network, prefix, container or reservation')
    .option('-o, --output <file>', 'the standard output unless given')
    .addHelpText(
      'after',
      examples(
        ['ferrule ipam export -o plan.csv', 'all of it, as a sheet'],
        ['ferrule ipam export --space DC1-production --format ndjson | jq .prefix', 'for a script'],
      ),
    )
    .action(async ({ format, space, kind, output }: ExportOptions, command: Command) => {
      const { api, json, terminal } = await open(command);
      const wanted = format ?? (json ? 'ndjson' : formatOf(output)) ?? 'csv';
      const query = new URLSearchParams({
        format: wanted,
        ...(space !== undefined && { space }),
        ...(kind !== undefined && { kind }),
      });
      const enough = new AbortController();
      const path = `/api/v1/ipam/export?${query.toString()}`;
      const { body } = await api().open(path, { accept: '*/*' }, enough.signal);
      if (body === null) throw unreachable('the answer has no body.');
      try {
        await save(written(body), output, terminal);
      } catch (error) {
        if (terminal.stop.aborted) throw error;
        const reason = errorText(error);
        if (/ENOENT|EACCES|EISDIR|ENOSPC/u.test(reason)) throw usage(`${reason}.`);
        throw unreachable(`the export ended before its end: ${reason}.`);
      }
      if (output !== undefined && output !== '-') terminal.note(`It is in ${output}.`);
    });
};
