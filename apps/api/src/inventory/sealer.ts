import { Rejection } from '@ferrule/kernel';
import { isSealed, Keyring } from '@ferrule/sealed-secret';
import { Inject, Injectable } from '@nestjs/common';
import { ApiConfig } from '../config.ts';

/** Seals passwords before they go anywhere. */
@Injectable()
export class Sealer {
  readonly #keys: Keyring | undefined;

  constructor(@Inject(ApiConfig) { keyring }: Pick<ApiConfig, 'keyring'>) {
    this.#keys = keyring && Keyring.parse(keyring.reveal());
  }

  seal(password: string, place: string, field = 'password'): string {
    if (isSealed(password)) return password;
    if (this.#keys !== undefined) return this.#keys.seal(password, place);
    throw new Rejection('SEALING_UNAVAILABLE', 'this API has no keyring, and takes no secrets', {
      field,
      suggestion: 'send it sealed, or give the API FERRULE_API_KEYRING',
    });
  }
}
