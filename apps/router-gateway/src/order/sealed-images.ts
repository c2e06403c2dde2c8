import { Rejection } from '@ferrule/kernel';
import type { Attributes, Change, Place, Plan, Stage } from '@ferrule/router-contracts';
import { sensitiveNames } from '@ferrule/router-domain';
import { isSealed, type Keyring, SealError } from '@ferrule/sealed-secret';

type Turn = (value: string, place: string) => string;

const inAttributes = (
  router: string,
  path: string,
  attributes: Attributes,
  turn: Turn,
  sensitive = sensitiveNames(path),
): Attributes => {
  const there = sensitive.filter((name) => (attributes[name] ?? '') !== '');
  if (there.length === 0) return attributes;
  const turned = there.map((name): [string, string] => [
    name,
    turn(attributes[name] ?? '', `router/${router}${path}/${name}`),
  ]);
  return { ...attributes, ...Object.fromEntries(turned) };
};

/** In menus of which nothing is known but what arguments are usually called. */
const soundsSecret = (path: string, name: string): boolean =>
  /(?:^|-)(?:password|passphrase|secret|psk|(?<!public-)key(?:-\d+)?)$/.test(name) ||
  (path === '/snmp/community' && name === 'name');

const inChange = (router: string, change: Change, turn: Turn): Change => {
  const image = (attributes: Attributes): Attributes =>
    inAttributes(router, change.path, attributes, turn);
  const place = (at: Place): Place => (at === 'last' ? at : { before: image(at.before) });
  return {
    ...change,
    before: change.before && image(change.before),
    after: change.after && image(change.after),
    ...(change.moved && { moved: { from: place(change.moved.from), to: place(change.moved.to) } }),
  };
};

const inStage = (router: string, stage: Stage, turn: Turn): Stage => ({
  ...stage,
  changes: stage.changes.map((change) => inChange(router, change, turn)),
});

/** No secret of a router leaves its gateway in the clear, and what was sealed opens there again. */
export class SealedImages {
  readonly #seal: Turn;
  readonly #open: Turn;

  constructor(keys: Keyring) {
    this.#seal = (value, place) => keys.seal(value, place);
    this.#open = (value, place) => {
      try {
        return isSealed(value) ? keys.open(value, place) : value;
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        const why = `a value does not open as the secret of ${place}`;
        throw new Rejection('SECRET_UNREADABLE', why, { field: 'stage' });
      }
    };
  }

  seal(router: string, plan: Plan): Plan {
    return { ...plan, stages: plan.stages.map((stage) => inStage(router, stage, this.#seal)) };
  }

  open(router: string, stage: Stage): Stage {
    return inStage(router, stage, this.#open);
  }

  /** A row of any menu: one too many is sealed rather than one too few. */
  sealRow(router: string, path: string, row: Attributes): Attributes {
    const known = sensitiveNames(path);
    const names = Object.keys(row).filter(
      (name) => known.includes(name) || soundsSecret(path, name),
    );
    return inAttributes(router, path, row, this.#seal, names);
  }
}
