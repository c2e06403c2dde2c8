import { RouterError, type RouterCommand } from '@ferrule/router-domain';
import { attributeWord } from '../wire/encode.ts';

const bad = (message: string) => new RouterError('BAD_COMMAND', message, { sent: false });

/**
 * The words of a command without its tag. Refuses what would read as another kind of word: a name
 * with `=` in it is another name, and a query word without `?` could be anything.
 */
export function commandWords({ command, attributes = {}, query = [] }: RouterCommand): string[] {
  if (!/^\/[^\0\s=]+$/u.test(command))
    throw bad(`not a path and a verb: ${JSON.stringify(command)}`);
  const words = [command];
  for (const [name, value] of Object.entries(attributes)) {
    if (name === '' || name.includes('='))
      throw bad(`no name of an attribute: ${JSON.stringify(name)}`);
    if (typeof value !== 'string') throw bad(`the value of ${name} is no text`);
    words.push(attributeWord(name, value));
  }
  for (const word of query) {
    if (!word.startsWith('?')) throw bad(`not a query word: ${JSON.stringify(word)}`);
    words.push(word);
  }
  return words;
}
