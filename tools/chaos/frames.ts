/** A message as a client of NATS publishes it, with the bytes in which it did. */
export interface Publication {
  readonly subject: string;
  readonly bytes: Buffer;
}

/** What a client says: a publication, or anything else, which is passed on as it is. */
export type Frame = Publication | { readonly subject?: undefined; readonly bytes: Buffer };

const CRLF = '\r\n';
const PUBLISH = /^(?:PUB|HPUB) (\S+) (?:.* )?(\d+)$/;

/** Cuts the bytes of a client at the ends of what it says. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  take(chunk: Buffer): readonly Frame[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const frames: Frame[] = [];
    let from = 0;
    for (;;) {
      const line = bytes.indexOf(CRLF, from);
      if (line < 0) break;
      const [, subject, size] = PUBLISH.exec(bytes.toString('latin1', from, line)) ?? [];
      const end = line + 2 + (size === undefined ? 0 : Number(size) + 2);
      if (end > bytes.length) break;
      const own = bytes.subarray(from, end);
      frames.push(subject === undefined ? { bytes: own } : { subject, bytes: own });
      from = end;
    }
    this.#rest = Buffer.from(bytes.subarray(from));
    return frames;
  }
}

const MESSAGE_ID = /Nats-Msg-Id:\s*(\S+)\r\n/;

/**
 * The same message under another id of the bus's own and of the same length: the bus, which drops
 * what it was given a moment ago, takes it for another one, as it does after its window is over.
 * Nobody is told that it arrived.
 */
export const copyOf = ({ bytes }: Publication): Buffer | undefined => {
  const head = bytes.indexOf(CRLF);
  const [verb, subject, ...more] = bytes.toString('latin1', 0, head).split(' ');
  const sizes = more.slice(-2);
  if (verb !== 'HPUB' || subject === undefined || sizes.length !== 2) return undefined;
  const text = bytes.toString('latin1', head + 2);
  const id = MESSAGE_ID.exec(text)?.[1];
  if (id === undefined) return undefined;
  const changed = id.startsWith('x') ? `y${id.slice(1)}` : `x${id.slice(1)}`;
  const body = text.replace(MESSAGE_ID, (found) => found.replace(id, changed));
  return Buffer.from(`${verb} ${subject} ${sizes.join(' ')}${CRLF}${body}`, 'latin1');
};
