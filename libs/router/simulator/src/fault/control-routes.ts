import type { Simulator } from '../start-simulator.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { Problem } from './control-answer.ts';
import type { Fault } from './fault.ts';
import { readDhcpAnswer, readLeaseRequest } from './read-dhcp.ts';
import { readFault } from './read-fault.ts';
import { readPacket } from './read-packet.ts';

interface Request {
  readonly simulator: Simulator;
  /** What stands behind the second slash. */
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

type Route = (request: Request) => unknown;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRow = (value: unknown): boolean =>
  isRecord(value) && Object.values(value).every((text) => typeof text === 'string');

const isSnapshot = (value: unknown): value is Snapshot =>
  isRecord(value) && Object.values(value).every((rows) => Array.isArray(rows) && rows.every(isRow));

const readOutage = (body: unknown): Parameters<Simulator['faults']['reboot']>[0] => {
  // The same fields as those of the fault, under the same rules.
  const fault: Fault = readFault({ ...(isRecord(body) ? body : {}), do: 'reboot' });
  return fault.do === 'reboot' ? fault : {};
};

const readWords = (body: unknown): readonly string[] => {
  const words = isRecord(body) ? body['words'] : undefined;
  if (Array.isArray(words) && words.length > 0 && words.every((word) => typeof word === 'string'))
    return words;
  throw new Problem(
    400,
    'words must be a list of words such as ["/ip/address/print","?disabled=no"]',
  );
};

const readSince = (query: URLSearchParams): number => {
  const since = query.get('since') ?? '0';
  if (/^\d{1,15}$/u.test(since)) return Number(since);
  throw new Problem(400, `since must be a whole number, not ${since}`);
};

const overview: Route = ({ simulator: { port, tls, router } }) => ({
  version: router.profile.versionText,
  board: router.profile.board.name,
  port,
  tls: tls && { port: tls.port, fingerprint: tls.fingerprint },
  connections: router.connections.map(({ id, user }) => ({ id, user })),
  commands: router.journal.total,
  routes: [...controlRoutes.keys()],
});

/** What the control port knows, by method and path. */
export const controlRoutes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['GET /', overview],
  ['GET /faults', ({ simulator: { faults } }) => faults.list],
  ['POST /faults', ({ simulator: { faults }, body }) => ({ id: faults.add(readFault(body)) })],
  ['DELETE /faults', ({ simulator: { faults } }) => faults.clear()],
  [
    'DELETE /faults/:id',
    ({ simulator: { faults }, id }) => {
      if (!faults.remove(Number(id))) throw new Problem(404, `there is no fault ${String(id)}`);
    },
  ],
  ['POST /run', ({ simulator: { router }, body }) => router.run(readWords(body))],
  ['POST /packet', ({ simulator: { router }, body }) => router.evaluate(readPacket(body))],
  [
    'POST /lease',
    ({ simulator: { router }, body }) => ({ address: router.lease(readLeaseRequest(body)) }),
  ],
  [
    'POST /dhcp-answer',
    ({ simulator: { router }, body }) => router.answerDhcpClient(readDhcpAnswer(body)),
  ],
  ['POST /reboot', ({ simulator: { faults }, body }) => faults.reboot(readOutage(body))],
  ['POST /save', ({ simulator: { router } }) => router.save()],
  ['GET /state', ({ simulator: { router } }) => router.dump()],
  ['GET /snapshot', ({ simulator: { router } }) => router.snapshot()],
  [
    'POST /compare',
    ({ simulator: { router }, body }) => {
      if (!isSnapshot(body)) throw new Problem(400, 'the body must be what GET /snapshot gave');
      return router.compare(body);
    },
  ],
  [
    'GET /journal',
    ({ simulator: { router }, query }) => {
      const { entries, total } = router.journal;
      const first = total - entries.length;
      return { total, entries: entries.slice(Math.max(readSince(query) - first, 0)) };
    },
  ],
  ['DELETE /journal', ({ simulator: { router } }) => router.journal.clear()],
  ['DELETE /connections', ({ simulator: { router } }) => router.disconnectAll()],
]);
