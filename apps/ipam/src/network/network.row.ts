import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One allocation, as queries read it; written with its event, in one transaction. */
@Entity('network')
export class NetworkRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'pool_id' })
  poolId!: string;

  @Column('text', { name: 'vrf_id' })
  vrfId!: string;

  @Column('text', { name: 'client_id' })
  clientId!: string;

  @Column('text')
  tenant!: string;

  @Column('text')
  type!: string;

  @Column('text')
  datacenter!: string;

  @Column('text')
  size!: string;

  @Column('cidr')
  subnet!: string;

  @Column('integer', { name: 'vlan_id' })
  vlanId!: number;

  /** 0 where there is no outer tag. */
  @Column('integer', { name: 'service_vlan' })
  serviceVlan!: number;

  @Column('cidr', { nullable: true })
  ipv6!: string | null;

  @Column('inet')
  gateway!: string;

  @Column('text', { name: 'dhcp_range', nullable: true })
  dhcpRange!: string | null;

  @Column('text', { nullable: true })
  description!: string | null;

  @Column('text', { array: true })
  tags!: string[];

  @Column('jsonb')
  fields!: Record<string, string>;

  @Column('text')
  status!: 'allocated' | 'released';

  @Column({ type: 'timestamptz', name: 'allocated_at', insert: false })
  allocatedAt!: Date;

  /** When its router carried it, as provisioning says. */
  @Column('timestamptz', { name: 'provisioned_at', nullable: true })
  provisionedAt!: Date | null;

  /** When its removal was begun, and when it came to an end that left it there. */
  @Column('timestamptz', { name: 'removal_begun_at', nullable: true })
  removalBegunAt!: Date | null;

  @Column('timestamptz', { name: 'removal_failed_at', nullable: true })
  removalFailedAt!: Date | null;

  /** Where its names are, as provisioning says. */
  @Column('text', { name: 'dns_zone', nullable: true })
  dnsZone!: string | null;

  @Column('timestamptz', { name: 'released_at', nullable: true })
  releasedAt!: Date | null;
}

/** Whether a row of `network` is being taken down, in whatever order that was heard of. */
export const GOING = `network.removal_begun_at is not null
  and coalesce(network.removal_failed_at < network.removal_begun_at, true)`;
