import {
  JetStreamApiCodes,
  JetStreamApiError,
  type ConsumerInfo,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import type { ConsumerDeclaration, StreamDeclaration, Topology } from './declaration.ts';
import {
  consumerConfig,
  consumerDrift,
  describeDrift,
  streamConfig,
  streamDrift,
  type Drift,
} from './drift.ts';

/**
 * What to do about a stream or consumer that is there and differs: `fail` (production: a person
 * decides), `apply` (development: change it in place) or `report` (carry on and say so).
 */
export type OnDrift = 'fail' | 'apply' | 'report';

export class TopologyDrift extends Error {
  override readonly name = 'TopologyDrift';

  constructor(readonly drift: readonly Drift[]) {
    super(`the broker differs from what is declared:\n  ${drift.map(describeDrift).join('\n  ')}`);
  }
}

/** Creates what is missing; never changes what is there unless told to `apply`. */
export const ensureTopology = async (
  manager: JetStreamManager,
  topology: Topology,
  onDrift: OnDrift = 'fail',
): Promise<readonly Drift[]> => {
  for (const stream of topology.streams) await ensureStream(manager, stream);
  for (const consumer of topology.consumers ?? []) await ensureConsumer(manager, consumer);
  const drift = await findDrift(manager, topology);
  if (drift.length === 0 || onDrift === 'report') return drift;
  if (onDrift === 'fail') throw new TopologyDrift(drift);
  await apply(manager, topology, drift);
  const rest = await findDrift(manager, topology);
  if (rest.length > 0) throw new TopologyDrift(rest);
  return drift;
};

/** The check alone: how the broker differs from the declarations. What is missing is left out. */
export const findDrift = async (
  manager: JetStreamManager,
  topology: Topology,
): Promise<readonly Drift[]> => {
  const drift: Drift[] = [];
  for (const stream of topology.streams) {
    const info = await findStream(manager, stream.name);
    if (info !== undefined) drift.push(...streamDrift(stream, info.config));
  }
  for (const consumer of topology.consumers ?? []) {
    const info = await findConsumer(manager, consumer.stream, consumer.durable);
    const stream = info && (await findStream(manager, consumer.stream));
    if (info && stream) drift.push(...consumerDrift(consumer, info.config, stream.config.subjects));
  }
  return drift;
};

export const ensureStream = async (
  manager: JetStreamManager,
  stream: StreamDeclaration,
): Promise<StreamInfo> => {
  const info = await findStream(manager, stream.name);
  if (info !== undefined) return info;
  try {
    return await manager.streams.add(streamConfig(stream));
  } catch (cause) {
    // Another service may have been faster, with another idea of it: then it has drifted.
    const other = await findStream(manager, stream.name);
    if (other !== undefined) return other;
    throw new Error(`stream ${stream.name} cannot be created: ${messageOf(cause)}`, { cause });
  }
};

/** Looks first: the broker takes the creation of a consumer that exists as an order to change it. */
export const ensureConsumer = async (
  manager: JetStreamManager,
  consumer: ConsumerDeclaration,
): Promise<ConsumerInfo> => {
  const info = await findConsumer(manager, consumer.stream, consumer.durable);
  if (info !== undefined) return info;
  try {
    return await manager.consumers.add(consumer.stream, consumerConfig(consumer));
  } catch (cause) {
    const name = `${consumer.stream}/${consumer.durable}`;
    throw new Error(`consumer ${name} cannot be created: ${messageOf(cause)}`, { cause });
  }
};

export const findStream = async (
  manager: JetStreamManager,
  name: string,
): Promise<StreamInfo | undefined> =>
  manager.streams.info(name).catch((error: unknown) => absent(error));

export const findConsumer = async (
  manager: JetStreamManager,
  stream: string,
  durable: string,
): Promise<ConsumerInfo | undefined> =>
  manager.consumers.info(stream, durable).catch((error: unknown) => absent(error));

const absent = (error: unknown): undefined => {
  const missing =
    error instanceof JetStreamApiError &&
    (error.code === JetStreamApiCodes.StreamNotFound ||
      error.code === JetStreamApiCodes.ConsumerNotFound);
  if (!missing) throw error;
};

const apply = async (
  manager: JetStreamManager,
  topology: Topology,
  drift: readonly Drift[],
): Promise<void> => {
  const drifted = new Set(drift.map(({ kind, name }) => `${kind} ${name}`));
  for (const stream of topology.streams.filter(({ name }) => drifted.has(`stream ${name}`))) {
    await manager.streams.update(stream.name, streamConfig(stream)).catch(unlessRefused);
  }
  for (const consumer of topology.consumers ?? []) {
    if (!drifted.has(`consumer ${consumer.stream}/${consumer.durable}`)) continue;
    const { durable_name, ...config } = consumerConfig(consumer);
    await manager.consumers.update(consumer.stream, durable_name, config).catch(unlessRefused);
  }
};

/** What the broker will not change in place still differs afterwards, and is named then. */
const unlessRefused = (error: unknown): void => {
  if (!(error instanceof JetStreamApiError)) throw error;
};

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
