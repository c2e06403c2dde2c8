import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const VERSION = '2.12.6';
const PAGE = 'https://github.com/nats-io/nats-server/releases/download';

const ARCHITECTURES = new Map<string, string>([
  ['x64', 'amd64'],
  ['arm64', 'arm64'],
]);

export interface ReleaseSource {
  readonly page: string;
  readonly platform: string;
  readonly arch: string;
  /** Milliseconds for everything together. */
  readonly timeout: number;
}

/** Of the archive, and of the directory in it. */
export function releaseName(platform: string, arch: string): string {
  const architecture = ARCHITECTURES.get(arch);
  if (architecture === undefined || (platform !== 'linux' && platform !== 'darwin')) {
    throw new Error(`nats-server has no release for ${platform} on ${arch} that this can unpack`);
  }
  return `nats-server-v${VERSION}-${platform}-${architecture}`;
}

/**
 * Fetches the pinned release and checks it against the list of SHA-256 sums that the makers publish
 * beside it. That proves a whole and unmixed download over TLS, not more: who could replace the
 * archive on the release page could replace the list too.
 */
export async function downloadNatsServer(
  file: string,
  {
    page = PAGE,
    platform = process.platform,
    arch = process.arch,
    timeout = 15_000,
  }: Partial<ReleaseSource> = {},
): Promise<void> {
  const name = releaseName(platform, arch);
  const deadline = AbortSignal.timeout(timeout);
  const sums = (await get(`${page}/v${VERSION}/SHA256SUMS`, deadline)).toString('utf8');
  // The tar of macOS reads both.
  const { archive, sum } = findSum(sums, [`${name}.tar.gz`, `${name}.zip`]);
  const bytes = await get(`${page}/v${VERSION}/${archive}`, deadline);
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sum) {
    throw new Error(`${archive} has the SHA-256 sum ${actual}, and SHA256SUMS says ${sum}`);
  }

  await mkdir(dirname(file), { recursive: true });
  const scratch = await mkdtemp(join(dirname(file), 'unpack-'));
  try {
    await writeFile(join(scratch, archive), bytes);
    await promisify(execFile)('tar', ['-xf', archive, `${name}/nats-server`], {
      cwd: scratch,
      timeout: 10_000,
    });
    await chmod(join(scratch, name, 'nats-server'), 0o755);
    // A rename, so that a second start never sees half a binary.
    await rename(join(scratch, name, 'nats-server'), file);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function findSum(sums: string, archives: readonly string[]): { archive: string; sum: string } {
  const listed = new Map(
    sums.split('\n').map((line) => {
      const [sum = '', name = ''] = line.trim().split(/\s+\*?/);
      return [name, sum];
    }),
  );
  for (const archive of archives) {
    const sum = listed.get(archive);
    if (sum !== undefined) return { archive, sum };
  }
  throw new Error(`SHA256SUMS names none of ${archives.join(', ')}`);
}

async function get(url: string, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url} answered ${String(response.status)}`);
  return Buffer.from(await response.arrayBuffer());
}
