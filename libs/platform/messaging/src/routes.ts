import { covers } from './subject.ts';

/** Which handler serves a subject, among those of one group. Exact subjects win over wildcards. */
export class Routes<Handler> {
  readonly #exact = new Map<string, Handler>();
  readonly #patterns: { readonly pattern: string; readonly handler: Handler }[] = [];

  add(pattern: string, handler: Handler): void {
    if (!/[*>]/.test(pattern)) this.#exact.set(pattern, handler);
    else this.#patterns.push({ pattern, handler });
  }

  find(subject: string): Handler | undefined {
    return (
      this.#exact.get(subject) ??
      this.#patterns.find(({ pattern }) => covers(pattern, subject))?.handler
    );
  }
}
