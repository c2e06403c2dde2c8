import type { DatacenterProfile } from '@ferrule/inventory-contracts';

/** The VLAN of a customer, and everything else of its network that has a name on the router. */
export const customerInterface = (vlanId: number): string => `vlan${vlanId}`;

export const serviceInterface = (serviceVlan: number): string => `svlan${serviceVlan}`;

/** The only place that knows whether a customer's frame is tagged once or twice. */
export interface Attachment {
  /** What customer VLANs are made on. */
  readonly parent: string;
  /** What carries every frame in the end, and whose l2mtu has to hold its tags. */
  readonly carrier: string;
  readonly tags: 1 | 2;
}

export const attachmentOf = ({ uplink, bridge, encapsulation }: DatacenterProfile): Attachment => {
  const carrier = bridge ?? uplink;
  return encapsulation.kind === 'vlan'
    ? { parent: carrier, carrier, tags: 1 }
    : { parent: serviceInterface(encapsulation.serviceVlan), carrier, tags: 2 };
};

/** A frame has to fit with its tags, of four bytes each. */
export const l2mtuFor = (mtu: number, { tags }: Attachment): number => mtu + 4 * tags;
