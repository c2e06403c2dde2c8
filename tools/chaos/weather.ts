import type { Ground } from './ground.ts';
import type { Blow } from './plan.ts';
import { networkOf, type Router } from './router.ts';

/** Whose rows somebody else has changed: nobody can be blamed for what becomes of those. */
export type Touched = Map<string, string>;

const STRANGER = 'noc: not of ferrule';

/** What the other administrator put in our way, by the router and the words that remove it. */
interface Obstacle {
  readonly router: Router;
  readonly remove: readonly string[];
}

const UPLINKS: Readonly<Record<string, string>> = { DC1: 'sfp-sfpplus1', DC2: 'svlan1000' };

/** Makes the weather that a plan foresees. */
export class Weather {
  readonly touched: Touched;
  readonly #ground: Ground;
  readonly #obstacles: Obstacle[] = [];
  /** Networks that were there, undisturbed, before anybody was asked for another. */
  readonly #spared: ReadonlySet<string>;
  #strangers = 0;

  constructor(ground: Ground, touched: Touched, spared: ReadonlySet<string>) {
    this.#ground = ground;
    this.touched = touched;
    this.#spared = spared;
  }

  async strike(blow: Blow): Promise<void> {
    const { stack, line, names } = this.#ground;
    switch (blow.strikes) {
      case 'process':
        try {
          process.kill(stack.pidOf(blow.process), 'SIGKILL');
        } catch {
          // It is down already, of an earlier blow.
        }
        return;
      case 'bus store':
        return stack.wipeBus();
      case 'lines':
        line.cut();
        return;
      case 'messages':
        line.roughen(blow.seed, blow.lastsMs);
        return;
      case 'router':
        return this.#ground.router(blow.datacenter).fault(blow.fault);
      case 'names':
        if (blow.deed === 'dies') names.die(blow.lastsMs);
        else if (blow.deed === 'stands still') names.standStill(blow.lastsMs);
        else return names.addStranger();
        return;
      case 'rows':
        return this.#meddle(this.#ground.router(blow.datacenter), blow);
    }
  }

  /** Afterwards nothing is broken any more; what was changed stays changed. */
  async clear(): Promise<void> {
    this.#ground.line.calm();
    await this.#ground.names.heal();
    for (const router of this.#ground.routers) await router.heal();
    for (const { router, remove } of this.#obstacles.splice(0)) await router.run(remove);
  }

  async #meddle(
    router: Router,
    { deed, which }: Extract<Blow, { strikes: 'rows' }>,
  ): Promise<void> {
    const uplink = UPLINKS[router.datacenter] ?? '';
    if (deed === 'adds his own') {
      this.#strangers += 1;
      const address = `192.0.2.${1 + (this.#strangers % 250)}`;
      await router
        .run(['/ip/firewall/address-list/add', '=list=noc', `=address=${address}`])
        .catch(() => undefined);
      return;
    }
    const vlans = await router.print('/interface/vlan');
    if (deed === 'takes a VLAN') {
      const taken = vlans.filter((row) => row['interface'] === uplink);
      const ids = new Set(taken.map((row) => Number(row['vlan-id'])));
      const free = Array.from({ length: 50 }, (_, n) => 100 + n).find((id) => !ids.has(id));
      if (free === undefined) return;
      const name = `noc${free}`;
      const words = [`=name=${name}`, `=interface=${uplink}`, `=vlan-id=${free}`];
      await router.run(['/interface/vlan/add', ...words, `=comment=${STRANGER}`]);
      this.#obstacles.push({ router, remove: ['/interface/vlan/remove', `=.id=${name}`] });
      return;
    }
    const ours = (await router.print('/ip/firewall/address-list')).flatMap((row) => {
      const network = networkOf(row);
      return network === undefined || this.#spared.has(network) ? [] : [{ network, row }];
    });
    const hit = ours[Math.floor(which * ours.length)];
    if (hit === undefined) return;
    const id = `=.id=${hit.row['.id'] ?? ''}`;
    this.touched.set(hit.network, deed);
    await router.run(
      deed === 'changes ours'
        ? ['/ip/firewall/address-list/set', id, '=list=noc-changed']
        : ['/ip/firewall/address-list/remove', id],
    );
  }
}
