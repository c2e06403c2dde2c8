import type { Server } from 'node:net';
import { codeOf, SimulatorRefusal } from './refusal.ts';

/** The port that it has then. Throws `SimulatorRefusal` where it cannot have the one that is asked for. */
export const listen = async (server: Server, host: string, port: number): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(port, host, () => resolve(undefined));
  try {
    await promise;
  } catch (error) {
    const code = codeOf(error);
    throw new SimulatorRefusal(
      code === 'EADDRINUSE'
        ? `port ${port} of ${host} is in use`
        : `port ${port} of ${host} cannot be listened on: ${String(error)}`,
    );
  }
  server.off('error', reject);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
};
