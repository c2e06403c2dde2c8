import type { Effect } from '../effects/effect.ts';
import { failure } from '../menu/trap.ts';
import { isAtLeast } from '../menu/version.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import type { Connection } from './connection.ts';

const path = '/ip/service';

/** From 7.19 on a router lists who is connected among its services, under the same names. */
export const showConnection = ({ socket }: Connection, router: Router): Row | undefined => {
  const { state, profile } = router;
  if (!state.has(path) || !isAtLeast(profile.version, '7.19')) return undefined;
  const isSecure = 'encrypted' in socket;
  const values = new Map([
    ['name', isSecure ? 'api-ssl' : 'api'],
    ['port', isSecure ? '8729' : '8728'],
    ['proto', 'tcp'],
    ['local', socket.localAddress ?? ''],
    ['remote', `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`],
    ['connection', 'true'],
  ]);
  return state.insert(state.table(path), values, { dynamic: true });
};

export const serviceEffect: Effect = {
  guard({ values }) {
    if (values.get('connection') === 'true') throw failure('this is configured elsewhere');
  },
};
