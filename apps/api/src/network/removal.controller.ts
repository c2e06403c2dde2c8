import type { ServerResponse } from 'node:http';
import { IPAM_QUERIES, type NetworkView } from '@ferrule/ipam-contracts';
import type { DeprovisionNetworkRequest, JobView } from '@ferrule/provisioning-contracts';
import { Controller, Delete, Headers, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScopedQueries } from '../access/scoped-queries.ts';
import { ALLOCATED } from '../ipam/allocation.controller.ts';
import { IpamCommands } from '../ipam/ipam-commands.ts';
import { refusal } from '../ipam/refusal.ts';
import { failedJob } from '../job/failed-job.ts';
import { readKey } from '../job/idempotency-key.ts';
import { JobStarter } from '../job/job-starter.ts';
import { readPrefer } from '../job/prefer.ts';
import { linkOf, type StartedJob } from '../job/started-job.ts';
import { DocumentsRemoval, REMOVAL_TITLE } from './removal.document.ts';
import { NetworkPath, RemovalQuery } from './requests.ts';

@ApiTags('networks')
@Controller('api/v1/networks')
export class RemovalController {
  constructor(
    private readonly jobs: JobStarter,
    private readonly commands: IpamCommands,
    private readonly queries: ScopedQueries,
  ) {}

  /** 200 with the network when it is down within the wait, 202 with the job otherwise. */
  @Delete(':networkId')
  @DocumentsRemoval()
  async remove(
    @Param() { networkId }: NetworkPath,
    @Query() { force, ...why }: RemovalQuery,
    @Headers('Idempotency-Key') key: string | undefined,
    @Headers('Prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: ServerResponse,
  ): Promise<NetworkView | StartedJob> {
    const preference = readPrefer(prefer);
    const given = readKey(key);
    const body = { networkId, ...why, ...(force === 'true' && { force: true }) };
    const network = await this.#network(networkId);
    // With force it is looked again whether a router still carries something of it.
    if (network.status === 'released' && force !== 'true') return network;
    if (networkId.startsWith(`${ALLOCATED}-`)) return this.#release(body);
    const { jobId, job } = await this.jobs.start({
      command: 'DeprovisionNetwork',
      body,
      key: given,
      preference,
      isSame: (seen) => isSame(seen, body),
      failed: failedJob(REMOVAL_TITLE),
    });
    if (preference.applied !== undefined)
      response.setHeader('preference-applied', preference.applied);
    response.setHeader('location', linkOf({ jobId }));
    if (job?.status === 'COMPLETED' && !preference.async) return this.#network(networkId);
    response.statusCode = 202;
    return job ?? { jobId, networkId, status: 'PENDING' };
  }

  /** No router carries it, so ipam alone gives it back. */
  async #release({
    networkId,
    force = false,
    reason = 'asked for over HTTP',
  }: DeprovisionNetworkRequest): Promise<NetworkView> {
    const data = { networkId, reason, ...(force && { force }) };
    const id = this.commands.idOf(`release-${networkId}`, undefined);
    const story = await this.commands.execute(id, { type: 'ReleaseNetwork', data });
    const answer = story.findLast(
      (event) => event.type === 'NetworkReleased' || event.type === 'NetworkReleaseRefused',
    );
    if (answer?.type === 'NetworkReleaseRefused')
      throw refusal({ ...answer.data, field: 'networkId' });
    return this.#network(networkId);
  }

  #network(networkId: string): Promise<NetworkView> {
    return this.queries.ask(IPAM_QUERIES.getNetwork, { networkId });
  }
}

const isSame = ({ removal }: JobView, asked: DeprovisionNetworkRequest): boolean =>
  removal !== null &&
  removal.networkId === asked.networkId &&
  removal.force === (asked.force ?? false) &&
  removal.reason === (asked.reason ?? null) &&
  removal.ticket === (asked.ticket ?? null);
