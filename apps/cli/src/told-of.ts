import type { WebhookView } from '@ferrule/notifier-contracts';

/** The events that somebody is told of, as one reads it. */
export const toldOf = ({ filter: { types, datacenters } }: Pick<WebhookView, 'filter'>): string => {
  const which = types.length === 0 ? 'every event' : types.join(', ');
  return datacenters.length === 0 ? which : `${which} of ${datacenters.join(', ')}`;
};
