import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { GatewayBuckets } from './bucket/gateway-buckets.ts';
import { Secrets } from './secret/secrets.ts';
import { Seed } from './seed/seed.ts';

/** What happens once, in this order, before anybody is answered. */
@Injectable()
export class Startup implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly secrets: Secrets,
    private readonly seed: Seed,
    private readonly buckets: GatewayBuckets,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.secrets.reseal();
    await this.seed.sow();
    this.buckets.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.buckets.stop();
  }
}
