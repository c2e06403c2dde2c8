import { WORKFLOWS } from '@ferrule/provisioning-domain';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface InUse {
  readonly workflow: string;
  readonly version: number;
  readonly jobs: number;
  readonly one: string;
}

/**
 * A job goes by the definition that it began with until it ends. A program that does not know the
 * definition of a job that lives would let it hang: it does not start.
 */
@Injectable()
export class Definitions implements OnModuleInit {
  constructor(private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    const used = await this.dataSource.query<InUse[]>(
      `select workflow, definition_version as version, count(*)::int as jobs, min(id) as one
       from job where status not in ('COMPLETED', 'FAILED', 'CANCELLED') group by 1, 2`,
    );
    const unknown = used.filter(
      ({ workflow, version }) =>
        !WORKFLOWS.some((known) => known.name === workflow && known.version === version),
    );
    if (unknown.length === 0) return;
    const each = unknown.map(
      ({ workflow, version, jobs, one }) =>
        `${jobs} of ${workflow} version ${version}, such as ${one}`,
    );
    throw new Error(
      `jobs live whose definition this program does not know: ${each.join('; ')}. ` +
        'Bring the definition back, or let the program that knows it end them first.',
    );
  }
}
