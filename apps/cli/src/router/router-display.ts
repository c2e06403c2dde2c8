import type { RouterView } from '@ferrule/inventory-contracts';
import type { Session } from '../session.ts';
import { printFacts, time } from '../table.ts';
import type { Colour } from '../terminal.ts';

export const pathOf = (id: string, ...more: readonly string[]): string =>
  ['/api/v1/routers', encodeURIComponent(id), ...more].join('/');

export const REACHABILITY: Readonly<Record<RouterView['reachability'], Colour>> = {
  reachable: 'green',
  unreachable: 'red',
  unknown: 'dim',
};

export const showRouter = ({ json, printJson, terminal }: Session, view: RouterView): void => {
  if (json) {
    printJson(view);
    return;
  }
  const { maintenanceReason: why, pair, tls } = view;
  terminal.print(
    `${terminal.paint('bold', view.routerId)} of ${view.datacenter} is ${view.status === 'maintenance' ? 'in maintenance' : view.status}, and ` +
      terminal.paint(REACHABILITY[view.reachability], view.reachability),
  );
  printFacts(terminal, [
    ['because', why],
    ['name', view.name],
    ['address', `${view.address}:${view.port}${tls === null ? ', without TLS' : ''}`],
    ['certificate', tls?.fingerprint256],
    ['user', view.user],
    ['pair', pair && `${pair.role} of ${pair.name}`],
    ['board', view.board],
    ['version', view.version],
    ['dialect', view.dialect],
    ['identity', view.identity],
    ['failure', view.failure],
    ['networks', view.networks],
    ['last seen', view.lastSeen && time(view.lastSeen)],
    ['registered', time(view.registeredAt)],
  ]);
};
