import { Trap } from '../menu/trap.ts';
import { startSimulator } from '../start-simulator.ts';
import type { Simulator, SimulatorSettings } from '../start-simulator.ts';

export type Row = Readonly<Record<string, string>>;

/** A router on which specs write as an operator does: `ask('/ip/pool/add name=p ranges=10.0.0.2-10.0.0.9')`. */
export class SpecRouter {
  readonly simulator: Simulator;

  constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async start(settings: SimulatorSettings = {}): Promise<SpecRouter> {
    return new SpecRouter(await startSimulator(settings));
  }

  stop(): Promise<void> {
    return this.simulator.stop();
  }

  /** The new id, `done`, or the text of the refusal. A word ends where a blank is followed by the next name. */
  async ask(line: string): Promise<string> {
    const [command = '', ...words] = line.split(/\s+(?=[\w.!-]+=)/u);
    try {
      const { ret } = await this.simulator.router.run([
        command,
        ...words.map((word) => `=${word}`),
      ]);
      return ret ?? 'done';
    } catch (error) {
      if (error instanceof Trap) return error.message;
      throw error;
    }
  }

  /** Each must be taken. */
  async given(...lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      const answer = await this.ask(line);
      if (answer !== 'done' && !answer.startsWith('*')) throw new Error(`${line}: ${answer}`);
    }
  }

  async rows(path: string, ...queries: readonly string[]): Promise<readonly Row[]> {
    return (await this.simulator.router.run([`${path}/print`, ...queries])).rows;
  }

  async row(path: string, ...queries: readonly string[]): Promise<Row> {
    const [row] = await this.rows(path, ...queries);
    if (row === undefined) throw new Error(`${path} has no such row`);
    return row;
  }
}
