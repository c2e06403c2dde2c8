import { Controller, Get, Header, Module, VERSION_NEUTRAL } from '@nestjs/common';
import { metricsText } from './meters.ts';

@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
class MetricsController {
  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  scrape(): Promise<string> {
    return metricsText();
  }
}

/** `GET /metrics` on the service's own HTTP server. */
@Module({ controllers: [MetricsController] })
export class MetricsModule {}
