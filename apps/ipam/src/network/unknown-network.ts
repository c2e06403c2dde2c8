import { Rejection } from '@ferrule/kernel';

/** Also for a network that whoever asks may not know of. */
export const unknownNetwork = (networkId: string): Rejection =>
  new Rejection('NETWORK_NOT_FOUND', `there is no network ${networkId}`, { field: 'networkId' });
