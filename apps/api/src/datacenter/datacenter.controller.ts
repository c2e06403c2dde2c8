import type { ServerResponse } from 'node:http';
import { NoQuery } from '@ferrule/http';
import type { JobView } from '@ferrule/provisioning-contracts';
import { Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { checkDatacenter } from '../access/datacenters.ts';
import { OfTheHouse } from '../access/needs.ts';
import { failedJob } from '../job/failed-job.ts';
import { readKey } from '../job/idempotency-key.ts';
import { JobStarter } from '../job/job-starter.ts';
import { readPrefer } from '../job/prefer.ts';
import { linkOf, type StartedJob } from '../job/started-job.ts';
import { ID } from '../page.ts';
import { DocumentsPrepare, TITLE } from './datacenter.document.ts';

class DatacenterPath {
  @Matches(ID, { message: 'datacenter must be 1 to 64 letters, digits, "-" or "_"' })
  datacenter!: string;
}

@ApiTags('datacenters')
@Controller('api/v1/datacenters')
@OfTheHouse()
export class DatacenterController {
  constructor(private readonly jobs: JobStarter) {}

  /** 200 with the job when it is done within the wait, 202 with it otherwise. */
  @Post(':datacenter/prepare')
  @HttpCode(200)
  @NoQuery()
  @DocumentsPrepare()
  async prepare(
    @Param() { datacenter }: DatacenterPath,
    @Headers('Idempotency-Key') key: string | undefined,
    @Headers('Prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<JobView | StartedJob> {
    checkDatacenter(datacenter);
    const preference = readPrefer(prefer);
    const { jobId, job } = await this.jobs.start({
      command: 'PrepareDatacenter',
      body: { datacenter },
      key: readKey(key),
      preference,
      isSame: (seen) => seen.workflow === 'datacenter.prepare' && seen.datacenter === datacenter,
      failed: failedJob(TITLE),
    });
    if (preference.applied !== undefined)
      response.setHeader('preference-applied', preference.applied);
    response.setHeader('location', linkOf({ jobId }));
    if (job?.status === 'COMPLETED') return job;
    response.statusCode = 202;
    return job ?? { jobId, networkId: null, status: 'PENDING' };
  }
}
