import type { RouterCommandType, RouterEventType, RouterRef } from './messages.ts';

const VERBS: Record<RouterCommandType, string> = {
  PlanChanges: 'plan',
  ApplyStage: 'apply',
  ActivateNetwork: 'activate',
  RevertStage: 'revert',
  CancelStage: 'cancel',
  CleanTag: 'clean',
};

const EVENTS: Record<RouterEventType, string> = {
  ChangesPlanned: 'plan.made',
  PlanRefused: 'plan.refused',
  StageApplied: 'stage.applied',
  StageFailed: 'stage.failed',
  NetworkActivated: 'network.activated',
  ActivationFailed: 'network.activation-failed',
  StageReverted: 'stage.reverted',
  RevertIncomplete: 'stage.revert-incomplete',
  TagCleaned: 'tag.cleaned',
  CancellationNoted: 'stage.cancellation-noted',
  RouterProbed: 'router.probed',
};

const ID = /^[A-Za-z0-9_-]{1,32}$/;

const id = (what: string, value: string): string => {
  if (!ID.test(value))
    throw new TypeError(`${value} is no ${what}: 1 to 32 letters, digits, "-" or "_"`);
  return value;
};

/** Each router has a queue of its own, so that a dead one holds up nobody else. */
export const routerCommandSubject = (
  { datacenter, router }: RouterRef,
  type: RouterCommandType,
): string => `${routerCommands(datacenter, router)}.${VERBS[type]}`;

export const routerCommands = (datacenter: string, router: string): string =>
  `cmd.router.${id('datacenter', datacenter)}.${id('router', router)}`;

/** What a consumer of one router takes. */
export const allCommandsOf = (datacenter: string, router: string): string =>
  `${routerCommands(datacenter, router)}.>`;

/** The same verb for every router, as handlers are bound to it. */
export const everyRouters = (type: RouterCommandType): string => `cmd.router.*.*.${VERBS[type]}`;

const TYPES = new Map(
  Object.entries(VERBS).map(([type, verb]) => [verb, type as RouterCommandType]),
);

/** Which command is sent on a subject. */
export const routerCommandOf = (subject: string): RouterCommandType | undefined =>
  TYPES.get(subject.split('.')[4] ?? '');

/** The work queue of one datacenter's routers. */
export const routerCommandStream = (datacenter: string) => ({
  stream: `CMD_ROUTER_${id('datacenter', datacenter)}`,
  subjects: `cmd.router.${datacenter}.>`,
});

export const routerEventSubject = (type: RouterEventType, version = 1): string =>
  `evt.router.${EVENTS[type]}.v${version}`;

export const isRouterEvent = (type: string): type is RouterEventType => Object.hasOwn(EVENTS, type);

/** Everything that gateways say. */
export const ROUTER_EVENTS = 'evt.router.>';

export type RouterQuery = 'preview' | 'probe' | 'discover' | 'read' | 'snapshot';

/** The same question for every router of a datacenter, as handlers are bound to it. */
export const everyRoutersQuery = (datacenter: string, query: RouterQuery): string =>
  `qry.router.${id('datacenter', datacenter)}.*.${query}`;

/** Which router a command or a question is for: the token that the bus has let through. */
export const routerOf = (subject: string): RouterRef => {
  const [, , datacenter = '', router = ''] = subject.split('.');
  return { datacenter, router };
};

export const routerQuerySubject = ({ datacenter, router }: RouterRef, query: RouterQuery): string =>
  `qry.router.${id('datacenter', datacenter)}.${id('router', router)}.${query}`;

/** `nnc-provisioned-<id>`: the comment of everything that was made for `id`. */
export const tagOf = (subject: string, prefix = 'nnc-provisioned'): string =>
  `${prefix}-${subject}`;
