import { checkPreconditions, compileDatacenter, compileNetwork } from '@ferrule/router-domain';
import {
  applyStage,
  dialectOf,
  planChanges,
  planRemoval,
  revertStage,
} from '@ferrule/router-domain';
import type { Answer, Compiled, Dialogue, RouterCommand } from '@ferrule/router-domain';
import type { DatacenterProfile } from '@ferrule/inventory-contracts';
import type { NetworkWish, Plan, RouterFailure, Stage } from '@ferrule/router-contracts';
import { tagOf } from '@ferrule/router-contracts';
import {
  packetEvaluator,
  startSimulator,
  tablesOfRouter,
  Trap,
} from '@ferrule/router-simulator-core';
import type { Judgement, Packet, ProfileName, Simulator } from '@ferrule/router-simulator-core';
import { INSIDE, INTERNET } from './traffic-ground.ts';

/** What an operator has set up before anybody provisions: addresses, and the way to everywhere else. */
const SURROUNDINGS = `
/ip/address/add address=203.0.113.2/30 interface=${INTERNET}
/ip/address/add address=172.16.10.1/24 interface=${INSIDE.management}
/ip/address/add address=10.255.255.1/30 interface=${INSIDE.link}
/ip/route/add gateway=203.0.113.1
/ip/route/add dst-address=172.20.0.0/16 gateway=10.255.255.2
/ipv6/address/add address=2001:db8:ffff::2/64 interface=${INTERNET}
/ipv6/address/add address=2001:db8:1:10::1/64 interface=${INSIDE.management}
/ipv6/address/add address=2001:db8:ff::1/64 interface=${INSIDE.link}
/ipv6/route/add gateway=2001:db8:ffff::1
/ipv6/route/add dst-address=2001:db8:2::/48 gateway=2001:db8:ff::2
`;

export class Refused extends Error {
  readonly failure: RouterFailure;

  constructor(failure: RouterFailure) {
    super(`${failure.code} ${failure.field ?? ''}: ${failure.message}`);
    this.failure = failure;
  }
}

const goodOf = (compiled: Compiled) => {
  if ('failure' in compiled) throw new Refused(compiled.failure);
  return compiled;
};

/** A simulated router of a datacenter, provisioned by the compilers and the dialogues of the domain. */
export class TrafficSite {
  readonly simulator: Simulator;
  datacenter: DatacenterProfile;
  readonly #version: ProfileName;

  private constructor(simulator: Simulator, datacenter: DatacenterProfile, version: ProfileName) {
    this.simulator = simulator;
    this.datacenter = datacenter;
    this.#version = version;
  }

  static async start(
    datacenter: DatacenterProfile,
    version: ProfileName = '7.24',
  ): Promise<TrafficSite> {
    const simulator = await startSimulator({ profile: version });
    const site = new TrafficSite(simulator, datacenter, version);
    await site.type(SURROUNDINGS);
    return site;
  }

  stop(): Promise<void> {
    return this.simulator.stop();
  }

  get box() {
    return this.simulator.router;
  }

  /** Commands as an operator types them, one on each line. */
  async type(script: string): Promise<void> {
    for (const line of script.trim().split('\n')) {
      const [command = '', ...words] = line.split(' ');
      await this.box.run([command, ...words.map((word) => `=${word}`)]);
    }
  }

  async rows(path: string, ...query: readonly string[]) {
    return (await this.box.run([`${path}/print`, ...query])).rows;
  }

  async #answer({ command, attributes = {}, query = [] }: RouterCommand): Promise<Answer> {
    const words = Object.entries(attributes).map(([name, value]) => `=${name}=${value}`);
    try {
      const { rows, ret } = await this.box.run([command, ...words, ...query]);
      return { reply: { rows, ...(ret !== undefined && { ret }) } };
    } catch (error) {
      if (!(error instanceof Trap)) throw error;
      return { trap: { message: error.message, category: error.category ?? null } };
    }
  }

  async #drive<Result>(dialogue: Dialogue<Result>, written?: () => void): Promise<Result> {
    let step = dialogue.next();
    while (step.done !== true) {
      const { commands, writes } = step.value;
      const answers: Answer[] = [];
      // They may be sent side by side: a router may well carry out the last one first.
      for (const [at, command] of [...commands.entries()].reverse()) {
        answers[at] = await this.#answer(command);
        if (writes) written?.();
      }
      step = dialogue.next(answers);
    }
    return step.value;
  }

  async #plan(tag: string, compiled: Compiled): Promise<Plan> {
    const { resources, preconditions } = goodOf(compiled);
    const unmet = await this.#drive(checkPreconditions(preconditions));
    if (unmet !== null) throw new Refused(unmet);
    const planned = await this.#drive(planChanges(tag, resources, dialectOf(this.#version)));
    if ('failure' in planned) throw new Refused(planned.failure);
    return planned.plan;
  }

  baseTag(): string {
    return tagOf(`dc-${this.datacenter.id}`);
  }

  planBase(): Promise<Plan> {
    const compiled = compileDatacenter(this.datacenter, dialectOf(this.#version), tagOf);
    return this.#plan(this.baseTag(), compiled);
  }

  planNetwork(wish: NetworkWish): Promise<Plan> {
    const compiled = compileNetwork(wish, this.datacenter, dialectOf(this.#version), tagOf);
    return this.#plan(tagOf(wish.networkId), compiled);
  }

  async planRemoval(wish: NetworkWish): Promise<Plan> {
    const planned = await this.#drive(planRemoval(tagOf(wish.networkId), dialectOf(this.#version)));
    if ('failure' in planned) throw new Refused(planned.failure);
    return planned.plan;
  }

  /** `written` is called after every single command that changes the router. */
  async apply(stage: Stage, written?: () => void): Promise<void> {
    const { failure } = await this.#drive(applyStage(stage), written);
    if (failure !== null) throw new Refused(failure);
  }

  async revert(stage: Stage, written?: () => void): Promise<void> {
    const { failure } = await this.#drive(revertStage(stage), written);
    if (failure !== null) throw new Refused(failure);
  }

  async applyAll({ stages }: Plan): Promise<void> {
    for (const stage of stages) await this.apply(stage);
  }

  async prepare(): Promise<void> {
    await this.applyAll(await this.planBase());
  }

  async provision(...wishes: readonly NetworkWish[]): Promise<void> {
    for (const wish of wishes) await this.applyAll(await this.planNetwork(wish));
  }

  /** Of the rows as they are now, for any number of packets. */
  judge(): (packet: Packet) => Judgement {
    const tables = tablesOfRouter(this.box.router);
    const read = new Map<string, ReturnType<typeof tables.rows>>();
    return packetEvaluator({
      rows(path) {
        const rows = read.get(path) ?? tables.rows(path);
        read.set(path, rows);
        return rows;
      },
    });
  }
}
