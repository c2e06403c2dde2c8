import type { JobState } from '@ferrule/provisioning-contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What lists of jobs show; a single job is read from its events. */
@Entity('job')
export class JobRow {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  workflow!: string;

  @Column('text', { name: 'network_id', nullable: true })
  networkId!: string | null;

  @Column('text', { name: 'client_id', nullable: true })
  clientId!: string | null;

  @Column('text')
  tenant!: string;

  @Column('text')
  datacenter!: string;

  @Column('text')
  status!: JobState;

  @Column({ type: 'timestamptz', name: 'started_at', insert: false })
  startedAt!: Date;
}
