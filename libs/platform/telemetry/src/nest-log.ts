import type { LoggerService } from '@nestjs/common';
import type { Log, LogLevel } from './log.ts';

const isStack = (value: unknown): boolean => typeof value === 'string' && /\n\s+at /u.test(value);

/** What Nest and its libraries say, as lines of our own log: `app.useLogger(new NestLog(log))`. */
export class NestLog implements LoggerService {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  log(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('info', message, rest);
  }

  error(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('error', message, rest);
  }

  warn(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('warn', message, rest);
  }

  debug(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: readonly unknown[]): void {
    this.#write('fatal', message, rest);
  }

  /** Nest passes what else there is to say, then perhaps a stack, and the context's name last. */
  #write(level: Exclude<LogLevel, 'silent'>, message: unknown, rest: readonly unknown[]): void {
    const stack = rest.find(isStack);
    const last = rest.at(-1);
    const context = typeof last === 'string' && !isStack(last) ? last : undefined;
    const details = rest.filter(
      (item, index) =>
        item !== undefined && item !== stack && (context === undefined || index < rest.length - 1),
    );
    const fields = {
      ...(context === undefined ? {} : { context }),
      ...(stack === undefined ? {} : { stack }),
      ...(details.length === 0 ? {} : { details }),
    };
    if (typeof message === 'string') this.#log.write(level, message, fields);
    else if (message instanceof Error) {
      this.#log.write(level, message.message, { ...fields, err: message });
    } else this.#log.write(level, context ?? 'nest', { ...fields, data: message });
  }
}
