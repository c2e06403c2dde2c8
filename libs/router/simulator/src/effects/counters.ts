import { allow, readTargets, targetNames } from '../command/arguments.ts';
import { handle } from '../command/handlers.ts';
import type { Row } from '../state/row.ts';
import type { State } from '../state/state.ts';

const counted = [
  '/ip/firewall/filter',
  '/ip/firewall/nat',
  '/ip/firewall/mangle',
  '/ip/firewall/raw',
  '/ipv6/firewall/filter',
  '/ipv6/firewall/nat',
  '/ipv6/firewall/mangle',
  '/ipv6/firewall/raw',
];

const none: ReadonlySet<string> = new Set();

const reset = (row: Row, state: State) => {
  state.replace(row, new Map([...row.values, ['bytes', '0'], ['packets', '0']]));
};

for (const path of counted) {
  handle(`${path}/reset-counters`, 'write', (call): undefined => {
    allow(call, targetNames);
    if (call.menu !== undefined)
      for (const row of readTargets(call, call.menu)) reset(row, call.router.state);
  });
  handle(`${path}/reset-counters-all`, 'write', (call): undefined => {
    allow(call, none);
    const { state } = call.router;
    for (const row of [...state.table(path)]) reset(row, state);
  });
}
