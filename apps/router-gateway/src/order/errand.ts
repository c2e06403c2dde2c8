import { setTimeout as pause } from 'node:timers/promises';
import type { RouterFailure } from '@ferrule/router-contracts';
import {
  type Answer,
  type Batch,
  type Dialogue,
  type RouterCommand,
  RouterError,
  RouterTrap,
} from '@ferrule/router-domain';
import { Interrupted } from '../router/interrupted.ts';
import type { RouterLink } from '../router/router-link.ts';

export interface ErrandOptions {
  readonly link: RouterLink;
  /** RFC 3339; nothing is begun later. */
  readonly notAfter: string;
  /** Throws when this process must not write any more. */
  readonly check: () => void;
  /** Aborted together with that. */
  readonly lost: AbortSignal;
  /** The process is to end: what runs may finish, waiting makes no sense. */
  readonly stopping: AbortSignal;
  /** Somebody took the command back. */
  readonly cancelled?: AbortSignal;
}

/** The longest that a timer can be set to. */
const FOR_EVER_MS = 2 ** 31 - 1;

/**
 * Carries one command's dialogues to a router. Reads are asked again until they are answered; a
 * write is sent once, and what became of it is for the dialogue to find out. When time is up or the
 * command was taken back, nothing more is written, and what was written is looked at once.
 */
export class Errand {
  readonly #options: ErrandOptions;
  readonly #deadline: number;
  /** Why time is up, when it is: the router was not there when it was last looked for. */
  #away: RouterFailure | undefined;

  constructor(options: ErrandOptions) {
    this.#options = options;
    this.#deadline = Date.parse(options.notAfter);
  }

  /** Why nothing may be begun any more. Throws when it is somebody else's errand now. */
  refusal(): RouterFailure | undefined {
    this.#options.check();
    if (this.#options.cancelled?.aborted === true) return failure('CANCELLED', 'it was cancelled');
    if (Date.now() < this.#deadline) return undefined;
    const { link, notAfter } = this.#options;
    if (link.breaker.isOpen) return this.#awayUntil(notAfter);
    return this.#away ?? failure('DEADLINE_EXCEEDED', `it was not to be begun after ${notAfter}`);
  }

  /**
   * A dialogue from its beginning to its end, and again from the beginning when the router was not
   * reached in between: each looks first what is there.
   */
  async run<Result extends object>(dialogue: () => Dialogue<Result>): Promise<Result> {
    for (let attempt = 0; ; attempt += 1) {
      const result = await this.#hold(dialogue());
      if (!wasUnreachable(result) || this.refusal() !== undefined) return result;
      await this.#rest(attempt);
    }
  }

  async #hold<Result>(dialogue: Dialogue<Result>): Promise<Result> {
    let wrote = false;
    let step = dialogue.next();
    while (step.done !== true) {
      const batch: Batch = step.value;
      const answers = await Promise.all(
        batch.commands.map((command) =>
          batch.writes ? this.#write(command) : this.#read(command, wrote),
        ),
      );
      this.#options.check();
      wrote ||= batch.writes;
      step = dialogue.next(answers);
    }
    return step.value;
  }

  async #write(command: RouterCommand): Promise<Answer> {
    const refused = this.refusal();
    if (refused) return { unsent: refused };
    // What was read before the router was lost need not be so when it is back.
    if (this.#options.link.breaker.isOpen) return { unsent: this.#unreached('it was lost') };
    const { lost, cancelled } = this.#options;
    return this.#ask(command, cancelled ? AbortSignal.any([lost, cancelled]) : lost);
  }

  async #read(command: RouterCommand, wrote: boolean): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      const refused = this.refusal();
      if (refused && !wrote) return { unsent: refused };
      if (!refused && !(await this.#reachable()))
        return { unsent: this.#awayUntil(this.#options.notAfter) };
      const answer = await this.#ask(command, this.#options.lost);
      if ('unknown' in answer && answer.unknown === 'REPLY_TOO_LARGE')
        return {
          unsent: failure('ROUTER_REFUSED', `its answer to ${command.command} is too large`),
        };
      if (refused || !isWorthAnother(answer)) return answer;
      await this.#rest(attempt);
    }
  }

  async #ask(command: RouterCommand, signal: AbortSignal): Promise<Answer> {
    try {
      const reply = await this.#options.link.send(command, signal);
      this.#away = undefined;
      return { reply };
    } catch (error) {
      if (error instanceof RouterTrap)
        return { trap: { message: error.message, category: error.category ?? null } };
      if (!(error instanceof RouterError)) throw error;
      if (error.sent) return { unknown: error.code };
      const unsent = this.#notSent(error);
      return { unsent: this.refusal() ?? unsent };
    }
  }

  #notSent({ code, message }: RouterError): RouterFailure {
    return code === 'BAD_COMMAND' ? failure('ROUTER_REFUSED', message) : this.#unreached(message);
  }

  #awayUntil(notAfter: string): RouterFailure {
    const { trouble } = this.#options.link;
    return this.#unreached(`until ${notAfter}${trouble === undefined ? '' : ` (${trouble})`}`);
  }

  #unreached(how: string): RouterFailure {
    this.#away = {
      ...failure('ROUTER_UNREACHABLE', `${this.#options.link.router.id} was not reached: ${how}`),
      suggestion: 'try again when the router can be reached',
    };
    return this.#away;
  }

  /** Waits for a router that cannot be reached; false when time was up, or it was taken back. */
  async #reachable(): Promise<boolean> {
    const { link } = this.#options;
    return !link.breaker.isOpen || this.#wait((signal) => link.breaker.whenClosed(signal));
  }

  async #rest(attempt: number): Promise<void> {
    const ms = Math.min(5_000, 50 * 2 ** Math.min(attempt, 10));
    await this.#wait((signal) => pause(ms, undefined, { signal }));
  }

  /** False when there is nothing to wait for any more. Throws when others are to wait for it. */
  async #wait(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    const { lost, stopping, cancelled } = this.#options;
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(),
      Math.min(FOR_EVER_MS, Math.max(0, this.#deadline - Date.now())),
    );
    try {
      await work(AbortSignal.any([lost, stopping, late.signal, ...(cancelled ? [cancelled] : [])]));
      return true;
    } catch (error) {
      if (lost.aborted || stopping.aborted)
        throw new Interrupted('the gateway gives its work to another one', { cause: error });
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Whether somebody who asks the same again may hear something else: not of a refusal. */
const isWorthAnother = (answer: Answer): boolean =>
  'unknown' in answer || ('unsent' in answer && answer.unsent.code === 'ROUTER_UNREACHABLE');

const wasUnreachable = (result: { readonly failure?: RouterFailure | null }): boolean =>
  result.failure?.code === 'ROUTER_UNREACHABLE';

const failure = (code: RouterFailure['code'], message: string): RouterFailure => ({
  code,
  message,
  field: null,
  suggestion: null,
});
