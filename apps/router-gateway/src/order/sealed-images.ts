import type { Attributes, Change, Place, Plan, Stage } from '@ferrule/router-contracts';
import { sensitiveNames } from '@ferrule/router-domain';
import { isSealed, type Keyring } from '@ferrule/sealed-secret';

type Turn = (value: string, place: string) => string;

const inAttributes = (
  router: string,
  path: string,
  attributes: Attributes,
  turn: Turn,
): Attributes => {
  const sensitive = sensitiveNames(path).filter((name) => (attributes[name] ?? '') !== '');
  if (sensitive.length === 0) return attributes;
  const turned = sensitive.map((name): [string, string] => [
    name,
    turn(attributes[name] ?? '', `router/${router}${path}/${name}`),
  ]);
  return { ...attributes, ...Object.fromEntries(turned) };
};

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
    this.#open = (value, place) => (isSealed(value) ? keys.open(value, place) : value);
  }

  seal(router: string, plan: Plan): Plan {
    return { ...plan, stages: plan.stages.map((stage) => inStage(router, stage, this.#seal)) };
  }

  open(router: string, stage: Stage): Stage {
    return inStage(router, stage, this.#open);
  }

  sealRow(router: string, path: string, row: Attributes): Attributes {
    return inAttributes(router, path, row, this.#seal);
  }
}
