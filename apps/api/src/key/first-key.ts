import { Rejection } from '@ferrule/kernel';
import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { ApiConfig } from '../config.ts';
import { KeyHandler } from './key.handler.ts';
import { readKeyText } from './key-text.ts';
import { KeyView } from './key.view.ts';

/** Where nobody can issue keys yet, or nobody any more, whoever runs the service gives one. */
@Injectable()
export class FirstKey implements OnApplicationBootstrap {
  readonly #log = new Logger('FirstKey');

  constructor(
    @Inject(ApiConfig) private readonly config: Pick<ApiConfig, 'firstKey' | 'oidc'>,
    private readonly keys: KeyHandler,
    private readonly view: KeyView,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { firstKey, oidc } = this.config;
    if (await this.view.hasAdmin()) return;
    if (firstKey === undefined) {
      if (oidc.issuer === undefined)
        this.#log.warn('there is no key of an admin, and FERRULE_API_FIRST_KEY gives none');
      return;
    }
    const text = readKeyText(firstKey.reveal());
    if (text === undefined)
      throw new Error('FERRULE_API_FIRST_KEY is no key: fk_<id>_<secret of 43 to 128 characters>');
    const everything = { tenants: null, datacenters: null, expiresAt: null };
    try {
      await this.keys.issue(
        { name: text.keyId, role: 'admin', ...everything },
        'service:api',
        text,
      );
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      // Another instance was faster, or it was revoked, and a key never comes back.
      if (!(await this.view.hasAdmin()))
        this.#log.warn(`FERRULE_API_FIRST_KEY is not issued: ${error.message}`);
    }
  }
}
