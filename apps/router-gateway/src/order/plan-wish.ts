import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import { tagOf, type Wish } from '@ferrule/router-contracts';
import {
  checkPreconditions,
  compileDatacenter,
  compileNetwork,
  type Compiled,
  type Dialogue,
  planChanges,
  type Planned,
  planRemoval,
} from '@ferrule/router-domain';
import { askDialect } from './ask-dialect.ts';

export interface Planning {
  readonly tag: string;
  /** Null: everything that carries the tag is to go. */
  readonly wish: Wish | null;
  readonly datacenter: DatacenterProfile;
  /** The router's, if somebody said so; null: it is asked. */
  readonly version: string | null;
}

/** What a wish comes to on this router, as it is now. Only reads. */
export function* planWish(planning: Planning): Dialogue<Planned> {
  const { tag, wish, datacenter } = planning;
  const spoken = yield* askDialect(planning.version);
  if ('failure' in spoken) return spoken;
  const { dialect } = spoken;
  if (wish === null) return yield* planRemoval(tag, dialect);
  const subject = wish.kind === 'network' ? wish.network.networkId : `dc-${datacenter.id}`;
  if (!tag.endsWith(`-${subject}`))
    return {
      failure: {
        code: 'WISH_REFUSED',
        message: `the tag ${tag} is not one of ${subject}`,
        field: 'tag',
        suggestion: `tag it ${tagOf(subject)}`,
      },
    };
  const tagFor = (of: string): string => tagOf(of, tag.slice(0, -subject.length - 1));
  const compiled: Compiled =
    wish.kind === 'network'
      ? compileNetwork(wish.network, datacenter, dialect, tagFor)
      : compileDatacenter(datacenter, dialect, tagFor);
  if ('failure' in compiled) return compiled;
  const unmet = yield* checkPreconditions(compiled.preconditions);
  if (unmet !== null) return { failure: unmet };
  const planned = yield* planChanges(tag, compiled.resources, dialect);
  if ('failure' in planned) return planned;
  const { stages, warnings } = planned.plan;
  return { plan: { stages, warnings: [...compiled.warnings, ...warnings] } };
}
