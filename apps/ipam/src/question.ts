import { parse } from '@ferrule/messaging';

/** The question of somebody who waits, read by the same rules as a command. */
export const asked = <T extends object>(type: new () => T, question: object): T =>
  parse(type, { body: JSON.stringify(question) });
