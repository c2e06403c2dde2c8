import { describe, expect, it } from '@jest/globals';
import { copyOf, Frames } from './frames.ts';

const headers = 'NATS/1.0\r\nNats-Msg-Id: abc-1\r\nce-id: abc-1\r\n\r\n';
const body = '{"a":"\r\nPING\r\n"}';
const size = Buffer.byteLength(headers + body);
const published = `HPUB evt.ipam.x _INBOX.1 ${headers.length} ${size}\r\n${headers}${body}\r\n`;
const said = `CONNECT {"a":1}\r\nPUB cmd.x 5\r\nhello\r\n${published}PING\r\nSUB a.> 1\r\n`;

describe('what a client of the bus says', () => {
  it('is cut at the same places, however it arrives', () => {
    for (const pieceLength of [1, 2, 7, 50, said.length]) {
      const frames = new Frames();
      const bytes = Buffer.from(said);
      const cut = [];
      for (let from = 0; from < bytes.length; from += pieceLength)
        cut.push(...frames.take(bytes.subarray(from, from + pieceLength)));
      expect(cut.map((frame) => [frame.subject, frame.bytes.toString()])).toEqual([
        [undefined, 'CONNECT {"a":1}\r\n'],
        ['cmd.x', 'PUB cmd.x 5\r\nhello\r\n'],
        ['evt.ipam.x', published],
        [undefined, 'PING\r\n'],
        [undefined, 'SUB a.> 1\r\n'],
      ]);
    }
  });

  it('can be said again under another id of the bus, to nobody in particular', () => {
    const copy = copyOf({ subject: 'evt.ipam.x', bytes: Buffer.from(published) });
    expect(copy?.toString()).toBe(
      published.replace(' _INBOX.1', '').replace('Nats-Msg-Id: abc-1', 'Nats-Msg-Id: xbc-1'),
    );
    expect(copyOf({ subject: 'a', bytes: Buffer.from('PUB a 2\r\nhi\r\n') })).toBeUndefined();
  });
});
