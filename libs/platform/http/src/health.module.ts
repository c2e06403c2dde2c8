import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.ts';
import { Health } from './health.ts';

/** Serves `/health/live` and `/health/ready`; inject `Health` and `add` what must work. */
@Global()
@Module({ controllers: [HealthController], providers: [Health], exports: [Health] })
export class HealthModule {}
