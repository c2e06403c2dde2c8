import type { Attributes, Phase, Stage } from '@ferrule/router-contracts';
import { providedNames, referredNames } from '../menu/names.ts';
import { phaseOf, PhaseOrder } from '../phase.ts';
import { depthsOf } from '../stage/depth.ts';
import type { Drafted, Drafts } from './changes.ts';

interface Sketch {
  readonly phase: Stage['phase'];
  readonly drafts: readonly Drafted[];
}

/** Each row as a whole: a change names only what is at stake. */
const wholeOf = ({ match, row }: Drafted): Attributes => match?.resource.attributes ?? row ?? {};

/** The phase of each: its own, or the earlier one of whoever refers to it. */
const effectivePhases = (drafts: readonly Drafted[]): readonly Phase[] => {
  const phases = drafts.map(({ menu }) => phaseOf(menu.path));
  const providers = new Map<string, number[]>();
  for (const [at, draft] of drafts.entries())
    for (const name of providedNames(draft.menu.path, wholeOf(draft))) {
      const others = providers.get(name);
      if (others === undefined) providers.set(name, [at]);
      else others.push(at);
    }
  const pull = (at: number, phase: Phase): void => {
    const draft = drafts[at];
    if (draft === undefined) return;
    for (const name of referredNames(draft.menu.path, wholeOf(draft)))
      for (const provider of providers.get(name) ?? []) {
        if ((phases[provider] ?? phase) <= phase) continue;
        phases[provider] = phase;
        pull(provider, phase);
      }
  };
  for (const [at, phase] of phases.entries()) pull(at, phase);
  return phases;
};

/** In the order in which they can be written. */
const sorted = (drafts: readonly Drafted[]): readonly Drafted[] => {
  const depths = depthsOf(drafts.map(({ change }) => change));
  return drafts
    .map((draft, at) => ({ draft, depth: depths[at] ?? 0 }))
    .sort((left, right) => left.depth - right.depth)
    .map(({ draft }) => draft);
};

const byPhase = (drafts: readonly Drafted[], order: readonly Phase[]): readonly Sketch[] => {
  const phases = effectivePhases(drafts);
  return order.map((phase) => ({
    phase,
    drafts: sorted(drafts.filter((_, at) => phases[at] === phase)),
  }));
};

/** What is new is there before what is old goes: nobody is left without in between. */
export const sketchStages = (drafts: Drafts): readonly Sketch[] => [
  { phase: 'deactivation', drafts: drafts.deactivation },
  ...byPhase(drafts.wanted, PhaseOrder),
  ...byPhase(drafts.removal, PhaseOrder.toReversed()),
  { phase: 'activation', drafts: drafts.activation },
];
