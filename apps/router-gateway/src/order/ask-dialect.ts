import type { RouterFailure } from '@ferrule/router-contracts';
import { type Dialect, dialectOf, type Dialogue } from '@ferrule/router-domain';

type Spoken = { readonly dialect: Dialect } | { readonly failure: RouterFailure };

/** What the router speaks. Null: nobody said which version it has, and it is asked. */
export function* askDialect(version: string | null): Dialogue<Spoken> {
  if (version !== null) return { dialect: dialectOf(version) };
  const commands = [{ command: '/system/resource/print', attributes: { '.proplist': 'version' } }];
  const [answer] = yield { commands, writes: false };
  if (answer && 'reply' in answer)
    return { dialect: dialectOf(answer.reply.rows[0]?.['version'] ?? '') };
  if (answer && 'unsent' in answer) return { failure: answer.unsent };
  const refused = answer && 'trap' in answer;
  return {
    failure: {
      code: refused ? 'ROUTER_REFUSED' : 'ROUTER_UNREACHABLE',
      message: `the router did not tell its version${refused ? `: ${answer.trap.message}` : ''}`,
      field: 'version',
      suggestion: null,
    },
  };
}
