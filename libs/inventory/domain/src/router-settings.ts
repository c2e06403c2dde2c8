import type { RouterOrder, RouterSettings } from '@ferrule/inventory-contracts';
import { Rejection } from '@ferrule/kernel';
import { isAddress } from './prefix.ts';

/** What its sender wrote, with every default filled in; a `Rejection` that names what is wrong. */
export const routerSettings = (order: RouterOrder): RouterSettings => {
  const { name, address, tls, dialect, pair } = order;
  // Digits and dots, or colons: meant as an address, and not as a name.
  if (/^[\d.]+$|:/.test(address) && !isAddress(address))
    throw new Rejection('VALIDATION_FAILED', 'address must be an IP address or a host name', {
      field: 'address',
    });
  const isTls = tls?.enabled ?? true;
  if (!isTls && tls?.fingerprint256 !== undefined)
    throw new Rejection('VALIDATION_FAILED', 'tls.fingerprint256 belongs to a router with TLS', {
      field: 'tls.fingerprint256',
    });
  return {
    name,
    address,
    port: order.port ?? (isTls ? 8729 : 8728),
    tls: isTls ? { fingerprint256: tls?.fingerprint256 ?? null } : null,
    dialect: dialect ?? null,
    pair: pair ?? null,
  };
};
