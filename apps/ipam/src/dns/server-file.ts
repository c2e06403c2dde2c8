import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Secret } from '@ferrule/config';
import { readStrictly } from '@ferrule/validation';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const ZONE = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;

/** One server, as the operator's file has it. */
export class ServerEntry {
  @Matches(/^[a-z0-9][a-z0-9-]{0,31}$/, {
    message: 'name must be 1 to 32 lower-case letters, digits or "-"',
  })
  name!: string;

  @IsIn(['powerdns', 'rfc2136'])
  kind!: 'powerdns' | 'rfc2136';

  /** Of the HTTP API of a PowerDNS. */
  @ValidateIf(({ kind }: ServerEntry) => kind === 'powerdns')
  @IsUrl({ require_protocol: true, require_tld: false, protocols: ['http', 'https'] })
  url?: string;

  @IsOptional()
  @IsString()
  @Length(1, 64)
  serverId?: string;

  /** Where it takes updates: `192.0.2.53:53`, `[2001:db8::53]:53`. */
  @ValidateIf(({ kind }: ServerEntry) => kind === 'rfc2136')
  @Matches(/^(\[[0-9a-f:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, {
    message: 'address must be a host and a port, such as 192.0.2.53:53 or [2001:db8::53]:53',
  })
  address?: string;

  /** Of the key of hmac-sha256 that signs updates. */
  @ValidateIf(({ kind }: ServerEntry) => kind === 'rfc2136')
  @Matches(ZONE, { message: 'keyName must be the name of a TSIG key in lower case' })
  keyName?: string;

  /** The API key, or the TSIG key in base64; beside this file unless its path is absolute. */
  @IsString()
  @Length(1, 500)
  keyFile!: string;

  /** Zones, forward and reverse, that it is asked about. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @Matches(ZONE, { each: true, message: 'zones must be names of zones in lower case' })
  zones!: string[];
}

export class ServerFile {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique(({ name }: ServerEntry) => name, { message: 'servers must have different names' })
  @ValidateNested({ each: true })
  @Type(() => ServerEntry)
  servers!: ServerEntry[];

  /** How long resolvers keep a name, in seconds. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(86_400)
  ttl?: number;
}

export interface KeyedServer {
  readonly entry: ServerEntry;
  readonly key: Secret;
}

export interface ServerSettings {
  readonly servers: readonly KeyedServer[];
  readonly ttl: number;
}

/** Throws with what is wrong and where, and never with what a key file holds. */
export const readServerFile = (path: string): ServerSettings => {
  const { instance, errors } = readStrictly(ServerFile, parsed(path));
  if (errors !== undefined)
    throw new Error(
      `${path} is no list of DNS servers: ${errors.map(({ field, message }) => `${field}: ${message}`).join('; ')}`,
    );
  return {
    ttl: instance.ttl ?? 300,
    servers: instance.servers.map((entry) => ({
      entry,
      key: new Secret(textOf(resolve(dirname(path), entry.keyFile)).trim()),
    })),
  };
};

const parsed = (path: string): unknown => {
  const text = textOf(path);
  try {
    return JSON.parse(text);
  } catch {
    // Without what the parser says, which quotes the text.
    throw new Error(`${path} is no JSON`);
  }
};

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = typeof error === 'object' && error && 'code' in error ? String(error.code) : '?';
    throw new Error(`${path} cannot be read (${code})`, { cause: error });
  }
};
