export { isSealed, Keyring, keyIdOf } from './keyring.ts';
export { SealError, type SealErrorCode } from './seal-error.ts';
