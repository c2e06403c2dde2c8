import type { ServerResponse } from 'node:http';
import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Health } from './health.ts';

const answer = (response: ServerResponse, status: number, body: object): void => {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(JSON.stringify(body));
};

@ApiExcludeController()
@Controller('health')
export class HealthController {
  readonly #health: Health;

  constructor(health: Health) {
    this.#health = health;
  }

  /** Says only that the process still answers: what it depends on must not get it killed. */
  @Get('live')
  live(@Res() response: ServerResponse): void {
    answer(response, 200, { status: 'live' });
  }

  @Get('ready')
  async ready(@Res() response: ServerResponse): Promise<void> {
    const readiness = await this.#health.readiness();
    answer(response, readiness.status === 'ready' ? 200 : 503, readiness);
  }
}
