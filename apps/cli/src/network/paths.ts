export const NETWORKS = '/api/v1/networks';

export const networkPath = (networkId: string): string =>
  `${NETWORKS}/${encodeURIComponent(networkId)}`;
