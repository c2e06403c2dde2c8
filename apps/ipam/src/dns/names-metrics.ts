import { counter, gauge } from '@ferrule/telemetry';

export const namesAnswered = counter({
  name: 'ferrule_names_answered_total',
  description: 'Publications and withdrawals of names that ended, by how',
});
export const namesDrifted = counter({
  name: 'ferrule_names_drifted_total',
  description: 'Records that were found missing, changed or taken',
});
export const dnsFailures = counter({
  name: 'ferrule_dns_failures_total',
  description: 'Times that a DNS server did not answer, or not so that it could be understood',
});

let lag: { readonly seconds: number; readonly networks: number } | undefined;

/** Known to the instance that publishes, and to no other. */
export const recordLag = (now: typeof lag): void => {
  lag = now;
};
gauge(
  {
    name: 'ferrule_names_lag_seconds',
    description: 'How long the oldest names that are not as they should be have been waited for',
  },
  () => lag?.seconds,
);
gauge(
  {
    name: 'ferrule_names_waiting',
    description: 'Networks whose names are not as they should be',
  },
  () => lag?.networks,
);
