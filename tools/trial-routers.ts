import { Keyring } from '@ferrule/sealed-secret';

/** The datacenters of a trial stack, each with one simulated router beside its gateway. */
export const TRIAL_DATACENTERS = [
  {
    id: 'DC1',
    encapsulation: { kind: 'vlan' },
    management: ['10.254.1.0/24'],
    supernets: ['172.16.0.0/16'],
  },
  {
    id: 'DC2',
    encapsulation: { kind: 'qinq', serviceVlan: 1_000, etherType: '0x88a8' },
    management: ['10.254.2.0/24'],
    supernets: ['172.20.0.0/16'],
  },
] as const;

/** What tells gateways of them, with the passwords sealed: docs/routeros-setup.md. */
export const trialRouters = (keyring: string): string => {
  const keys = Keyring.parse(keyring);
  const document = {
    datacenters: TRIAL_DATACENTERS.map((datacenter) => ({
      ...datacenter,
      uplink: 'sfp-sfpplus1',
      resolver: { servers: ['9.9.9.9', '149.112.112.112'], cacheKiB: 4_096 },
      internet: { interface: 'ether1' },
    })),
    routers: TRIAL_DATACENTERS.map(({ id: datacenter }) => {
      const id = `${datacenter.toLowerCase()}-r1`;
      // It shares its gateway's network, and has just been unpacked: no password yet.
      const login = { address: '127.0.0.1', port: 8_728, user: 'admin' };
      const password = keys.seal('', `router/${id}/password`);
      return { id, datacenter, ...login, password, status: 'active' };
    }),
  };
  return JSON.stringify(document, undefined, 2);
};
