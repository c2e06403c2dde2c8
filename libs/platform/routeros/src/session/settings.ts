import type { Duplex } from 'node:stream';

export interface TlsSettings {
  /**
   * SHA-256 of the router's certificate in hexadecimal, with or without colons. It alone decides
   * then: a self-signed certificate and any name are accepted, and no other certificate is.
   */
  readonly fingerprint256?: string;
  /** Certificates in PEM that vouch for the router; without them those that Node knows. */
  readonly ca?: string | readonly string[];
  /** The name in the router's certificate, where it is not the host that is connected to. */
  readonly serverName?: string;
}

export interface RouterOsAddress {
  readonly host: string;
  /** 8728, or 8729 with TLS. */
  readonly port?: number;
  readonly user: string;
  readonly password: string;
  readonly tls?: TlsSettings;
  /** Another way to the router than TCP and TLS: a tunnel, a jump host, a test. */
  readonly dial?: (signal: AbortSignal) => Promise<Duplex>;
}

export interface RouterOsTuning {
  /** Commands that may be unanswered at a time; the others wait their turn. */
  readonly inFlight: number;
  readonly commandTimeoutMs: number;
  /** How long the router has to confirm that it stopped; real ones stall for up to 30 s. */
  readonly cancelGraceMs: number;
  /** For connecting, TLS and login together. */
  readonly connectTimeoutMs: number;
  /** How long commands wait for a router that cannot be reached, through one attempt after another. */
  readonly patienceMs: number;
  /** Between two attempts: the first pause, which doubles up to the longest. */
  readonly backoffMs: { readonly first: number; readonly longest: number };
  /** Rows of a stream that are kept for whoever is slower, before the router is held back. */
  readonly rowsAhead: number;
  /**
   * What one `send` collects at most, in bytes as the router sends them; it takes several times as many
   * here. Also what of a stream may wait for its reader while other commands keep the router talking.
   */
  readonly replyBytes: number;
}

export const defaultTuning: RouterOsTuning = {
  // A router 20 ms away is read 22,000 times a second with 1,000 in flight, 4,300 with 100, and 30,000
  // with 10,000. But a real one takes about 200 at once and then 130 a second, however many wait: 1,000
  // are answered within 8 s, and in time even where it stands still for 30 s on the way. Of 10,000 that
  // wait for it at once, thousands would time out that had all been carried out.
  inFlight: 1_000,
  commandTimeoutMs: 60_000,
  cancelGraceMs: 30_000,
  connectTimeoutMs: 15_000,
  patienceMs: 30_000,
  backoffMs: { first: 200, longest: 30_000 },
  rowsAhead: 1_000,
  replyBytes: 64 * 2 ** 20,
};
