import { createPrivateKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { declared } from '../command/action.ts';
import { noSuchItem, readTargets } from '../command/arguments.ts';
import type { Call } from '../command/call.ts';
import { handle } from '../command/handlers.ts';
import { failure, noMatch } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';
import { certificateOf, factsOf, keyOf } from './facts.ts';
import { issue } from './x509.ts';

const day = 86_400_000;

const generate = promisify(generateKeyPair);

const makeKeys = (size: string) =>
  /^\d+$/u.test(size)
    ? generate('rsa', { modulusLength: Number(size) })
    : generate('ec', { namedCurve: size });

const words = (text: string | undefined) =>
  text === undefined || text === '' ? [] : text.split(',');

/** The row of the authority with its key, or nothing for a certificate that signs itself. */
const authorityFor = ({ args, router }: Call, path: string) => {
  const name = args.get('ca');
  if (name === undefined) return undefined;
  const row = router.state.rowByName(path, name);
  if (row?.values.get('authority') !== 'true') throw noMatch('ca');
  const [certificate, key] = [certificateOf(row), keyOf(row)];
  if (certificate === undefined || key === undefined) throw failure('CA has no private key');
  return { row, certificate, key: createPrivateKey(key) };
};

type Authority = NonNullable<ReturnType<typeof authorityFor>>;

const signed = (
  row: Row,
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  authority: Authority | undefined,
  router: Router,
): Map<string, string> => {
  const { table, values } = row;
  const usages = words(table.stored(row, 'key-usage'));
  const certificate = issue({
    subject: { 'common-name': values.get('name'), ...Object.fromEntries(values) },
    publicKey,
    signer: authority?.key ?? privateKey,
    authority: authority?.certificate,
    serial: router.random(8),
    from: router.time,
    until: new Date(router.time.getTime() + Number(table.stored(row, 'days-valid')) * day),
    usages,
    alternativeNames: words(values.get('subject-alt-name')),
    digest: table.stored(row, 'digest-algorithm') ?? 'sha256',
  });
  const all = new Map([
    ...factsOf(certificate),
    ...values,
    ['.certificate', certificate],
    ['.key', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()],
    ['private-key', 'true'],
  ]);
  if (authority === undefined) return all.set('trusted', 'true');
  return all
    .set('issued', 'true')
    .set('ca', authority.row.values.get('name') ?? '')
    .set('akid', authority.row.values.get('skid') ?? '');
};

/** Makes real keys and certificates, and takes the time that RSA takes. */
const sign = async (call: Call): Promise<undefined> => {
  declared(call);
  const { router, menu, args } = call;
  if (menu === undefined) return;
  const authority = authorityFor(call, menu.path);
  for (const row of readTargets(call, menu)) {
    const keys = await makeKeys(row.table.stored(row, 'key-size') ?? '2048');
    // Somebody may have been quicker.
    if (!row.live) throw noSuchItem();
    const values = signed(row, keys, authority, router);
    const name = args.get('name');
    if (name !== undefined) values.set('name', name);
    router.state.replace(row, values);
    call.emit([['progress', 'done']]);
  }
};

handle('/certificate/sign', 'write', sign);

handle('/certificate/issued-revoke', 'write', (call): undefined => {
  declared(call);
  const { router, menu } = call;
  for (const row of menu === undefined ? [] : readTargets(call, menu)) {
    if (row.values.get('issued') !== 'true') throw failure('certificate was not issued here');
    router.state.write(row, [['revoked', router.now()]]);
  }
});
