/** What the name of a network's gateway is made of. */
export interface GatewayFacts {
  readonly datacenter: string;
  readonly vlanId: number;
  /** The outer tag of Q-in-Q; null without. */
  readonly serviceVlan: number | null;
}

/**
 * `gw-vlan150.dc1.example`; behind a service tag `gw-vlan1000-150.dc1.example`. In a zone that does
 * not say which datacenter, the name does, since each has its VLAN 150: `gw-vlan150-dc2.acme.example`.
 */
export const gatewayName = (
  { datacenter, vlanId, serviceVlan }: GatewayFacts,
  zone: string,
): string => {
  const tag = serviceVlan === null ? `${vlanId}` : `${serviceVlan}-${vlanId}`;
  const place = datacenter
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const known = place === '' || zone.split('.').includes(place);
  return `gw-vlan${tag}${known ? '' : `-${place}`}.${zone}`;
};

/** A host's name in the zone of its network; undefined for one that says that it is of another. */
export const hostNameIn = (hostName: string, zone: string): string | undefined => {
  const name = hostName.toLowerCase();
  if (name.endsWith(`.${zone}`)) return name;
  return name.includes('.') ? undefined : `${name}.${zone}`;
};
