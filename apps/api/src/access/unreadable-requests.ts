import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { RefusalReason } from '@ferrule/api-contracts';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Refusals } from './refusals.ts';
import { sourceOf } from './source-of.ts';

interface Answer {
  readonly status: number;
  readonly words: string;
  readonly reason: RefusalReason;
}

const MALFORMED: Answer = { status: 400, words: 'Bad Request', reason: 'REQUEST_MALFORMED' };

const ANSWERS: Readonly<Record<string, Answer>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    words: 'Request Header Fields Too Large',
    reason: 'HEADERS_TOO_LARGE',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    words: 'Request Timeout',
    reason: 'REQUEST_TOO_SLOW',
  },
};

/** What never became a request, because it is none or came too slowly, is answered and recorded too. */
@Injectable()
export class UnreadableRequests implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly refusals: Refusals,
  ) {}

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
      this.#refuse(error.code ?? '', socket);
    });
  }

  #refuse(code: string, socket: Socket): void {
    // Whoever hung up hears nothing.
    if (code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const { status, words, reason } = ANSWERS[code] ?? MALFORMED;
    const source = sourceOf(socket.remoteAddress ?? '');
    const nothing = { actor: null, keyId: null, method: '', route: '' };
    this.refusals.note(status, { ...nothing, reason, source });
    socket.end(
      `HTTP/1.1 ${status} ${words}\r\nConnection: close\r\nContent-Length: 0\r\n` +
        `X-Content-Type-Options: nosniff\r\n\r\n`,
      () => socket.destroy(),
    );
  }
}
