/** One record of a file, and the line on which it begins. */
export interface FileRecord {
  readonly line: number;
  readonly text: string;
}

/** More than any line of an import holds: a quote that nobody closed would go on to the end. */
const MOST = 64 * 1024;
const [QUOTE, LINE_END] = ['"'.charCodeAt(0), '\n'.charCodeAt(0)];

/** Each as soon as it is whole; a line end between quotes ends none, where quotes count. */
export const recordsOf = async function* (
  chunks: AsyncIterable<string>,
  { quotes }: { readonly quotes: boolean },
): AsyncGenerator<FileRecord> {
  let [rest, line, lines, isQuoted] = ['', 1, 0, false];
  let scanned = 0;
  for await (const chunk of chunks) {
    rest += line === 1 && rest === '' ? chunk.replace(/^\uFEFF/u, '') : chunk;
    let begin = 0;
    for (; scanned < rest.length; scanned += 1) {
      const code = rest.charCodeAt(scanned);
      if (code === QUOTE && quotes) isQuoted = !isQuoted;
      if (code !== LINE_END) continue;
      lines += 1;
      if (isQuoted) continue;
      yield { line, text: rest.slice(begin, scanned + 1) };
      begin = scanned + 1;
      line += lines;
      lines = 0;
    }
    rest = rest.slice(begin);
    scanned -= begin;
    if (rest.length > MOST)
      throw new SyntaxError(
        `line ${line}: it does not end${isQuoted ? ': a quote is not closed' : ''}`,
      );
  }
  if (rest !== '') yield { line, text: rest };
};
