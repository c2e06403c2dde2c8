import type { BusConfig } from '@ferrule/config';
import type { BusOptions } from '@ferrule/messaging';

/** What the messaging library is told of a service's settings. */
export const busOptions = (config: BusConfig, name: string): BusOptions => {
  const { servers, user, password, inboxPrefix, tls, tlsCa, tlsCert, tlsKey } = config;
  return {
    servers,
    name,
    ...(inboxPrefix !== undefined && { inboxPrefix }),
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: password.reveal() }),
    ...(tls && {
      tls: {
        ...(tlsCa !== undefined && { caFile: tlsCa }),
        ...(tlsCert !== undefined && { certFile: tlsCert }),
        ...(tlsKey !== undefined && { keyFile: tlsKey }),
      },
    }),
  };
};
