import { alertText, nextAttempt, tellAt } from '@ferrule/notifier-domain';
import { Rounds } from '@ferrule/service';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { AlertBook, type Group } from './alert-book.ts';
import { Chat } from './chat.ts';
import { Mailer } from './mailer.ts';

const LOOK_EVERY_MS = 1_000;

/** Tells people what is due: one message for each rule and each thing that it is about. */
@Injectable()
export class Announcer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #log = new Logger('Announcer');
  readonly #rounds = new Rounds({
    everyMs: LOOK_EVERY_MS,
    round: () => this.#look(),
    failed: (error) => this.#log.warn(`the alerts could not be read: ${String(error)}`),
  });

  constructor(
    private readonly book: AlertBook,
    private readonly mailer: Mailer,
    private readonly chat: Chat,
  ) {}

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.#rounds.stop();
  }

  async #look(): Promise<void> {
    const now = Date.now();
    const groups = await this.book.waiting();
    await Promise.all(groups.filter((group) => isDue(group, now)).map((one) => this.#tell(one)));
  }

  /** One chat that does not answer must not keep what the others are to hear. */
  async #tell(group: Group): Promise<void> {
    if (!(await this.book.take(group))) return;
    const events = await this.book.eventsOf(group);
    if (events.length === 0) return;
    const { ruleId, settings } = group;
    const ids = events.map(({ id }) => id);
    const text = alertText(events, settings.digestAt !== null);
    try {
      if (settings.to.kind === 'mail')
        await this.mailer.send(settings.to.addresses, text, `${ruleId} ${ids.join(' ')}`);
      else await this.chat.send(ruleId, text);
      await this.book.told(group, ids);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const attempt = { attempt: group.attempts + 1, now: Date.now(), dice: Math.random() };
      const again = nextAttempt({ ...attempt, retryAfterMs: null });
      this.#log.warn(`${ruleId} could not tell of ${events.length} events: ${why}`);
      await this.book.failed(group, why, again, ids);
    }
  }
}

const isDue = ({ settings, since, lastSent, again }: Group, now: number): boolean => {
  if (again !== null && again.getTime() > now) return false;
  const waiting = { since: since.getTime(), lastSent: lastSent?.getTime() ?? null };
  return tellAt(settings, waiting) <= now;
};
