import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { NoQuery } from '@ferrule/http';
import { Rejection } from '@ferrule/kernel';
import { JOB_ENDS } from '@ferrule/provisioning-contracts';
import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DocumentsJobEvents } from './job-events.document.ts';
import { JobPath } from './requests.ts';
import { JobStream } from './job-stream.ts';

/** Who takes nothing for so long is cut off; it can go on where it stopped. */
const SLOWEST_READER_MS = 60_000;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // Some proxies would hold it back until it is complete.
  'x-accel-buffering': 'no',
};

const readPlace = (id: string | undefined): number => {
  if (id === undefined || id === '') return 0;
  if (/^\d{1,9}$/u.test(id)) return Number(id);
  throw new Rejection(
    'LAST_EVENT_ID_INVALID',
    'Last-Event-ID must be the id of an event of this job',
    { field: 'Last-Event-ID' },
  );
};

@ApiTags('jobs')
@Controller('api/v1/jobs')
export class JobEventsController {
  constructor(private readonly stream: JobStream) {}

  /** 204 tells a browser that there is nothing to reconnect for. */
  @Get(':jobId/events')
  @NoQuery()
  @DocumentsJobEvents()
  async follow(
    @Param() { jobId }: JobPath,
    @Headers('Last-Event-ID') last: string | undefined,
    @Req() { method }: IncomingMessage,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const after = readPlace(last);
    const first = await this.stream.page(jobId, after);
    const isOver = first.events.length === 0 && JOB_ENDS.includes(first.job.status);
    if (method === 'HEAD' || (after > 0 && isOver)) {
      response.writeHead(isOver && after > 0 ? 204 : 200, HEADERS).end();
      return;
    }
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    const frames = this.stream.open(jobId, after, first, gone.signal);
    response.setTimeout(SLOWEST_READER_MS);
    response.writeHead(200, HEADERS);
    // Who hangs up has heard enough; and half a stream is told by its end being missing.
    await pipeline(frames, response).catch(() => response.destroy());
  }
}
