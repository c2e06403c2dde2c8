import { createHash } from 'node:crypto';
import { allow, readTargets, targetNames } from '../command/arguments.ts';
import type { Call } from '../command/call.ts';
import { handle } from '../command/handlers.ts';
import { noMatch } from '../menu/trap.ts';
import type { Router } from '../router.ts';
import type { Row } from '../state/row.ts';

const day = 86_400_000;

const dateAfter = (days: number, router: Router) =>
  new Date(router.time.getTime() + days * day).toISOString().slice(0, 19).replace('T', ' ');

const signed = (row: Row, ca: Row | undefined, router: Router): Map<string, string> => {
  const serial = router.random(8).toString('hex').toUpperCase();
  const days = row.table.stored(row, 'days-valid') ?? '365';
  const name = row.values.get('common-name') ?? row.values.get('name') ?? '';
  const values = new Map([
    ...row.values,
    ['private-key', 'true'],
    ['serial-number', serial],
    ['fingerprint', createHash('sha256').update(`${name} ${serial}`).digest('hex')],
    ['skid', router.random(20).toString('hex')],
    ['invalid-before', dateAfter(0, router)],
    ['invalid-after', dateAfter(Number(days), router)],
    ['expires-after', `${Math.floor(Number(days) / 7)}w${Number(days) % 7}d`],
  ]);
  if (ca === undefined) {
    const usage = row.table.stored(row, 'key-usage') ?? '';
    if (usage.split(',').includes('key-cert-sign')) values.set('authority', 'true');
    return values.set('trusted', 'true');
  }
  return values
    .set('issued', 'true')
    .set('ca', ca.values.get('name') ?? '')
    .set('akid', ca.values.get('skid') ?? '');
};

const signNames = new Set([...targetNames, 'ca', 'ca-crl-host', 'ca-on-smart-card', 'name']);

const sign = (call: Call): undefined => {
  allow(call, signNames);
  const { router, menu } = call;
  if (menu === undefined) return;
  const issuer = call.args.get('ca');
  const ca = issuer === undefined ? undefined : router.state.rowByName(menu.path, issuer);
  if (issuer !== undefined && ca?.values.get('authority') !== 'true') throw noMatch('ca');
  for (const row of readTargets(call, menu)) {
    const values = signed(row, ca, router);
    const name = call.args.get('name');
    if (name !== undefined) values.set('name', name);
    router.state.replace(row, values);
    call.emit([['progress', 'done']]);
  }
};

handle('/certificate/sign', 'write', sign);
