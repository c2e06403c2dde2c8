import { matchers, namesLinks, negatesWithin } from './matcher.ts';
import { CannotJudge, isTrue, nameOf, refOf } from './router-tables.ts';
import type { TableRow } from './router-tables.ts';
import type { Traveller } from './traveller.ts';

/** What a rule has beside its conditions. */
export const notConditions = new Set([
  '.id',
  '.nextid',
  'action',
  'address-list',
  'address-list-timeout',
  'bytes',
  'chain',
  'comment',
  'creation-time',
  'disabled',
  'dst-prefix',
  'dynamic',
  'hw-offload',
  'invalid',
  'jump-target',
  'log',
  'log-prefix',
  'new-connection-mark',
  'new-dscp',
  'new-hop-limit',
  'new-mss',
  'new-packet-mark',
  'new-priority',
  'new-routing-mark',
  'new-ttl',
  'packets',
  'passthrough',
  'randomise-ports',
  'reject-with',
  'route-dst',
  'same-not-by-dst',
  'sniff-id',
  'sniff-target',
  'sniff-target-port',
  'src-prefix',
  'to-address',
  'to-addresses',
  'to-ports',
]);

const isInvalid = (rule: TableRow, { ground: { links, addresses } }: Traveller) =>
  isTrue(rule['invalid']) ||
  Object.entries(namesLinks).some(([name, what]) => {
    const value = rule[name]?.replace(/^!/u, '');
    if (value === undefined || value === '') return false;
    if (what === 'list') return !links.knowsList(value);
    return !links.knows(value) && !addresses.isVrf(value);
  });

/** Every condition is looked up before any is judged, so that one unknown is never hidden by another that fails. */
const judge = (rule: TableRow, packet: Traveller): boolean => {
  const conditions = Object.entries(rule)
    .filter(([name, value]) => value !== '' && !notConditions.has(name))
    .map(([name, value]) => {
      const matcher = matchers[name];
      if (matcher === undefined) throw new CannotJudge(`the matcher ${name} is not modelled`);
      return { matcher, value, negated: !negatesWithin.has(name) && value.startsWith('!') };
    });
  return conditions.every(
    ({ matcher, value, negated }) => matcher(negated ? value.slice(1) : value, packet) !== negated,
  );
};

export const matches = (menu: string, rule: TableRow, packet: Traveller): boolean => {
  const ref = refOf(menu, rule);
  if (isInvalid(rule, packet)) {
    packet.say(`${nameOf(ref)} is invalid: it names an interface that is gone`);
    return false;
  }
  try {
    return judge(rule, packet);
  } catch (error) {
    if (error instanceof CannotJudge)
      throw new CannotJudge(`${nameOf(ref)}: ${error.message}`, { cause: error });
    throw error;
  }
};
