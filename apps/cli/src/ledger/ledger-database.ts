import {
  PublicKeys,
  readPublicKeys,
  type VerifyOptions,
  verifyLedger,
  type Walked,
} from '@ferrule/ledger-chain';
import { openToRead } from '../chain/event-store-chain.ts';
import { errorCode } from '../error-code.ts';
import { refused } from '../failure.ts';

/** A checkpoint comes every minute at least; whatever is ten times as old has one. */
const COVERED_AFTER_MS = 600_000;

type Options = Omit<VerifyOptions, 'publicKeys' | 'coveredBefore'> & {
  readonly publicKeys: PublicKeys | undefined;
};

/** Walks the ledger as it was at one instant, while it goes on growing. */
export const verifyDatabase = async (url: string, options: Options): Promise<Walked> => {
  const client = await openToRead(url, 'audit');
  try {
    await client.query('begin isolation level repeatable read read only');
    return await verifyLedger(client, {
      ...options,
      publicKeys: options.publicKeys ?? PublicKeys.parse(await readPublicKeys(client)),
      coveredBefore: new Date(Date.now() - COVERED_AFTER_MS).toISOString(),
    });
  } catch (error) {
    if (errorCode(error) === '42P01' || errorCode(error) === '42501')
      throw refused('this role sees no ledger in the schema audit.');
    throw error;
  } finally {
    await client.end();
  }
};
