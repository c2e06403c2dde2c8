import { readFile } from 'node:fs/promises';
import { errorCode, errorText } from '../error-code.ts';
import { usage } from '../failure.ts';
import type { Terminal } from '../terminal.ts';

export interface ProvisionOptions {
  readonly client?: string;
  readonly datacenter?: string;
  readonly size?: string;
  readonly type?: string;
  /** False when `--no-dhcp` was given; true is also commander's default. */
  readonly dhcp: boolean;
  readonly firewallProfile?: string;
  readonly bgp?: true;
  readonly description?: string;
  readonly prefix?: string;
  /** True when `--ipv6` was given without a size. */
  readonly ipv6?: string | true;
  readonly vrf?: string;
  readonly dnsZone?: string;
  readonly tag?: readonly string[];
  readonly ticket?: string;
  readonly file?: string;
  readonly key?: string;
  readonly wait: number;
  readonly async?: true;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const readRequestFile = async (file: string, terminal: Terminal): Promise<Fields> => {
  const name = file === '-' ? 'the standard input' : file;
  const text = await (file === '-' ? terminal.input() : readFile(file, 'utf8')).catch(
    (error: unknown) => {
      throw usage(`${name} cannot be read: ${errorCode(error) ?? errorText(error)}.`);
    },
  );
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw usage(`${name} is not JSON: ${errorText(error)}.`);
  }
  if (!isFields(value)) throw usage(`${name} must hold one JSON object.`);
  return value;
};

const REQUIRED = [
  ['client', 'clientId'],
  ['datacenter', 'datacenter'],
  ['size', 'size'],
] as const;

const OPTIONAL = [
  ['type', 'type'],
  ['prefix', 'prefix'],
  ['ipv6', 'ipv6'],
  ['vrf', 'vrf'],
  ['dnsZone', 'dnsZone'],
  ['tag', 'tags'],
  ['ticket', 'ticket'],
] as const;

/**
 * The body to send: the file's, with what was given on the command line in its place. What its
 * values may be is the service's to say, which knows the datacenters and never grows old.
 */
export const provisionRequest = async (
  options: ProvisionOptions,
  terminal: Terminal,
): Promise<Fields> => {
  const file = options.file === undefined ? {} : await readRequestFile(options.file, terminal);
  if (options.file === undefined) {
    const missing = REQUIRED.filter(([flag]) => options[flag] === undefined);
    if (missing.length > 0)
      throw usage(
        `${missing.map(([flag]) => `--${flag}`).join(', ')} must be given, or the whole request with --file.`,
      );
  }
  const inner = {
    ...(options.dhcp ? {} : { enableDHCP: false }),
    ...(options.firewallProfile !== undefined && { firewallProfile: options.firewallProfile }),
    ...(options.bgp && { bgpEnabled: true }),
    ...(options.description !== undefined && { description: options.description }),
  };
  const given = isFields(file['options']) ? file['options'] : {};
  return {
    ...file,
    ...Object.fromEntries(
      [...REQUIRED, ...OPTIONAL].flatMap(([flag, field]) =>
        options[flag] === undefined ? [] : [[field, options[flag]]],
      ),
    ),
    ...(Object.keys(inner).length > 0 && { options: { ...given, ...inner } }),
  };
};
