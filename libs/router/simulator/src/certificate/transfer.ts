import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { declared } from '../command/action.ts';
import { readTargets, required } from '../command/arguments.ts';
import type { Call, Outcome } from '../command/call.ts';
import { handle } from '../command/handlers.ts';
import { failure, noMatch } from '../menu/trap.ts';
import { contentsOf, writeFile } from '../script/files.ts';
import type { Row } from '../state/row.ts';
import type { Table } from '../state/table.ts';
import { certificateOf, factsOf, keyOf } from './facts.ts';

const exportOne = (call: Call, row: Row): void => {
  const { router, args } = call;
  const certificate = certificateOf(row);
  if (certificate === undefined) throw failure('certificate is not signed');
  const file = args.get('file-name') ?? `cert_export_${row.values.get('name') ?? ''}`;
  writeFile(router, `${file}.crt`, certificate);
  const passphrase = args.get('export-passphrase') ?? '';
  const key = keyOf(row);
  if (passphrase === '' || key === undefined) return;
  const sealed = createPrivateKey(key).export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: Buffer.from(passphrase, 'latin1'),
  });
  writeFile(router, `${file}.key`, sealed.toString());
};

/** The private key goes with it only behind a passphrase. */
const exportCertificate = (call: Call): undefined => {
  declared(call);
  const { menu, args } = call;
  if (args.get('type') === 'pkcs12') throw failure('the simulator writes no pkcs12');
  for (const row of menu === undefined ? [] : readTargets(call, menu)) exportOne(call, row);
};

const blocks = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----/gu;

interface Tally {
  certificates: number;
  keys: number;
  undecrypted: number;
  homeless: number;
}

const keyFrom = (pem: string, passphrase: string | undefined): KeyObject | undefined => {
  try {
    return createPrivateKey({
      key: pem,
      ...(passphrase === undefined ? {} : { passphrase: Buffer.from(passphrase, 'latin1') }),
    });
  } catch {
    return undefined;
  }
};

const isReadable = (pem: string): boolean => {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
};

const rowWith = (table: Table, name: string, value: string): Row | undefined =>
  [...table].find(({ values }) => values.get(name) === value);

const rowOfKey = (key: KeyObject, table: Table): Row | undefined =>
  [...table].find((row) => {
    const pem = certificateOf(row);
    return pem !== undefined && new X509Certificate(pem).publicKey.equals(createPublicKey(key));
  });

const importOne = (pem: string, name: string, call: Call, table: Table): boolean => {
  if (!isReadable(pem)) return false;
  const facts = factsOf(`${pem}\n`);
  if (rowWith(table, 'fingerprint', facts.get('fingerprint') ?? '') !== undefined) return false;
  let free = name;
  for (let number = 1; rowWith(table, 'name', free) !== undefined; number += 1)
    free = `${name}_${number}`;
  const { args, router } = call;
  const trusted = ['no', 'false'].includes(args.get('trusted') ?? 'yes') ? 'false' : 'true';
  router.state.insert(
    table,
    new Map([['key-usage', ''], ...facts, ['name', free], ['trusted', trusted]]),
  );
  return true;
};

/** Certificates before keys, whatever their order in the file: a key needs its certificate. */
const importCertificates = (call: Call): Outcome => {
  const { router, args } = call;
  const { state } = router;
  declared(call);
  const file = state.rowByName('/file', required(call, 'file-name'));
  if (file === undefined) throw noMatch('file-name');
  const table = state.table('/certificate');
  const tally: Tally = { certificates: 0, keys: 0, undecrypted: 0, homeless: 0 };
  const found = [...contentsOf(file).matchAll(blocks)];
  const usual = `${file.values.get('name') ?? ''}_0`;
  for (const [pem, kind] of found)
    if (kind === 'CERTIFICATE' && importOne(pem, args.get('name') ?? usual, call, table))
      tally.certificates += 1;
  for (const [pem, kind = ''] of found) {
    if (!kind.endsWith('PRIVATE KEY')) continue;
    const key = keyFrom(pem, args.get('passphrase'));
    const row = key && rowOfKey(key, table);
    if (key === undefined) tally.undecrypted += 1;
    else if (row === undefined) tally.homeless += 1;
    else {
      tally.keys += 1;
      const text = key.export({ format: 'pem', type: 'pkcs8' }).toString();
      state.write(row, [
        ['.key', text],
        ['private-key', 'true'],
      ]);
    }
  }
  const isUsed = tally.certificates + tally.keys > 0;
  return {
    rows: [
      [
        ['certificates-imported', String(tally.certificates)],
        ['private-keys-imported', String(tally.keys)],
        ['files-imported', isUsed ? '1' : '0'],
        ['decryption-failures', String(tally.undecrypted)],
        ['keys-with-no-certificate', String(tally.homeless)],
      ],
    ],
  };
};

handle('/certificate/import', 'write', importCertificates);
handle('/certificate/export-certificate', 'read', exportCertificate);
