import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ledger')
export class LedgerRow {
  @PrimaryColumn('bigint')
  entry!: string;

  @Column('text')
  source!: string;

  @Column('bigint')
  sequence!: string;

  @Column('uuid')
  id!: string;

  @Column('text')
  type!: string;

  @Column('integer', { name: 'schema_version' })
  schemaVersion!: number;

  @Column('text')
  stream!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('text')
  actor!: string;

  @Column('text')
  tenant!: string;

  @Column('text', { name: 'correlation_id' })
  correlationId!: string;

  @Column('text', { name: 'causation_id', nullable: true })
  causationId!: string | null;

  @Column('text')
  body!: string;
}
