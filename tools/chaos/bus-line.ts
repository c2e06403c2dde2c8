import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Dice } from './dice.ts';
import { copyOf, Frames, type Publication } from './frames.ts';

const MOST_LATE_MS = 2_500;

/** The way between the services and their bus, where messages are held up, turned round and doubled. */
export class BusLine {
  #listener: Server | undefined;
  #target = { host: '', port: 0 };
  #dice: Dice | undefined;
  #calm: NodeJS.Timeout | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #late = new Set<NodeJS.Timeout>();
  #counts = { late: 0, twice: 0 };

  /** How many messages it has held up, and how many it has doubled. */
  get counts(): { readonly late: number; readonly twice: number } {
    return this.#counts;
  }

  /** Where services find the bus from now on. */
  async open(bus: string): Promise<string> {
    const { hostname, port } = new URL(bus);
    this.#target = { host: hostname, port: Number(port) };
    const listener = createServer((near) => this.#join(near));
    this.#listener = listener;
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return `nats://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  }

  roughen(seed: number, lastsMs: number): void {
    clearTimeout(this.#calm);
    this.#dice = new Dice(seed);
    this.#calm = setTimeout(() => this.calm(), lastsMs);
  }

  calm(): void {
    clearTimeout(this.#calm);
    this.#dice = undefined;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.calm();
    for (const timer of this.#late) clearTimeout(timer);
    this.cut();
    await new Promise<void>((resolve) => {
      if (this.#listener === undefined) resolve();
      else this.#listener.close(() => resolve());
    });
  }

  #join(near: Socket): void {
    const far = connect(this.#target.port, this.#target.host);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    far.pipe(near);
    const frames = new Frames();
    near.on('data', (chunk: Buffer) => {
      const passed: Buffer[] = [];
      for (const frame of frames.take(chunk))
        if (frame.subject === undefined || !this.#holdsUp(frame, far)) passed.push(frame.bytes);
      if (passed.length > 0) far.write(Buffer.concat(passed));
    });
    near.on('end', () => far.end());
  }

  #holdsUp(message: Publication, far: Socket): boolean {
    const dice = this.#dice;
    if (dice === undefined || !/^(?:cmd|evt)\./.test(message.subject)) return false;
    if (dice.chance(0.2)) {
      const copy = copyOf(message);
      if (copy !== undefined) {
        this.#counts = { ...this.#counts, twice: this.#counts.twice + 1 };
        this.#later(copy, far, dice.between(0, MOST_LATE_MS));
      }
    }
    if (!dice.chance(0.3)) return false;
    this.#counts = { ...this.#counts, late: this.#counts.late + 1 };
    this.#later(message.bytes, far, dice.between(1, dice.chance(0.8) ? 200 : MOST_LATE_MS));
    return true;
  }

  #later(bytes: Buffer, far: Socket, ms: number): void {
    const timer = setTimeout(() => {
      this.#late.delete(timer);
      if (!far.destroyed) far.write(bytes);
    }, ms);
    this.#late.add(timer);
  }
}
