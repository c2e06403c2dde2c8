const below =
  (path: string) =>
  (id: string, ...more: readonly string[]): string =>
    [path, encodeURIComponent(id), ...more].join('/');

export const poolPath = below('/api/v1/ipam/pools');
export const prefixPath = below('/api/v1/ipam/prefixes');
export const networkPath = below('/api/v1/networks');
export const numberPoolPath = below('/api/v1/ipam/number-pools');
export const vrfPath = below('/api/v1/ipam/vrfs');
export const supernetPath = below('/api/v1/ipam/supernets');
export const vlanGroupPath = below('/api/v1/ipam/vlan-groups');
export const quotaPath = below('/api/v1/ipam/quotas');
