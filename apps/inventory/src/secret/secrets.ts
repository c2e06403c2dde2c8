import { Rejection } from '@ferrule/kernel';
import { Keyring, keyIdOf, SealError } from '@ferrule/sealed-secret';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

interface Kept {
  readonly place: string;
  readonly sealed: string;
}

/** Passwords and keys. They are opened here only to see that they open, and to seal them anew. */
@Injectable()
export class Secrets {
  readonly #log = new Logger('Secrets');

  constructor(
    private readonly keys: Keyring,
    private readonly dataSource: DataSource,
  ) {}

  /** A sealed text as it is kept: for this place, and under the current key. */
  accept(sealed: string, place: string, field: string): string {
    try {
      return this.keys.reseal(sealed, place);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      throw new Rejection(
        'SECRET_NOT_SEALED',
        `${field} must be sealed for ${place}: it ${error.message}`,
        {
          field,
          suggestion: 'seal it with a key of the inventory’s keyring',
        },
      );
    }
  }

  /** For a secret that came with a file of the operator’s own. */
  seal(text: string, place: string): string {
    return this.keys.seal(text, place);
  }

  /** Everything under the current key: afterwards the others can be thrown away. */
  async reseal(): Promise<void> {
    const kept = await this.dataSource.query<Kept[]>('select place, sealed from secret');
    const old = kept.filter(({ sealed }) => keyIdOf(sealed) !== this.keys.currentKeyId);
    for (const { place, sealed } of old) {
      try {
        // A secret that was rotated meanwhile is not put back.
        await this.dataSource.query(
          'update secret set sealed = $3 where place = $1 and sealed = $2',
          [place, sealed, this.keys.reseal(sealed, place)],
        );
      } catch (error) {
        if (!(error instanceof SealError)) throw error;
        this.#log.error(`the secret of ${place} cannot be sealed anew: it ${error.message}`);
      }
    }
    if (old.length > 0)
      this.#log.log(`${old.length} secrets were sealed anew under key ${this.keys.currentKeyId}`);
  }
}
