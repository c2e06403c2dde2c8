import { Publisher } from '@ferrule/messaging';
import type { RouterProbed } from '@ferrule/router-contracts';
import { routerEventSubject } from '@ferrule/router-contracts';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { RouterGatewayConfig } from '../config.ts';
import type { ServedRouter } from './served-router.ts';

/** Looks at every router that is held: on a schedule, and when it comes, goes and comes back. */
@Injectable()
export class ProbeRounds implements OnModuleDestroy {
  readonly #log = new Logger('ProbeRounds');
  readonly #timers = new Map<ServedRouter, NodeJS.Timeout>();
  readonly #told = new Map<ServedRouter, boolean>();
  #stopping = false;

  constructor(
    private readonly config: RouterGatewayConfig,
    private readonly publisher: Publisher,
  ) {}

  onModuleDestroy(): void {
    this.#stopping = true;
    for (const timer of this.#timers.values()) clearInterval(timer);
  }

  /** Its lease or its breaker is another one. */
  changed(served: ServedRouter): void {
    const { link, isHeld } = served;
    if (link === undefined || this.#stopping) return;
    if (!isHeld) {
      clearInterval(this.#timers.get(served));
      this.#timers.delete(served);
      this.#told.delete(served);
      return;
    }
    if (!this.#timers.has(served))
      this.#timers.set(
        served,
        setInterval(() => void this.#look(served), this.config.probeEvery),
      );
    const { isOpen } = link.breaker;
    if (this.#told.get(served) === isOpen) return;
    this.#told.set(served, isOpen);
    void this.#look(served);
  }

  async #look(served: ServedRouter): Promise<void> {
    const probe = await served.link?.probe();
    if (probe === undefined || this.#stopping || !served.isHeld) return;
    const { milliseconds: _, ...seen } = probe;
    const { datacenter } = this.config;
    const { router } = served;
    const event: RouterProbed = { type: 'RouterProbed', data: { datacenter, router, ...seen } };
    try {
      await this.publisher.publish(routerEventSubject(event.type), {
        id: `probe-${datacenter}-${router}-${seen.at}`,
        type: event.type,
        schemaVersion: 1,
        source: 'router-gateway',
        subject: `router-${router}`,
        time: seen.at,
        meta: {
          correlationId: `router-${router}`,
          actor: 'service:router-gateway',
          tenant: 'system',
        },
        body: JSON.stringify(event.data),
      });
    } catch (error) {
      // The next round comes, and says more than this one did.
      this.#log.warn(`how ${router} is was not told: ${String(error)}`);
    }
  }
}
