export type WireFault = 'CONTROL_BYTE' | 'WORD_TOO_LONG' | 'SENTENCE_TOO_LONG' | 'TOO_MANY_WORDS';

/** The stream cannot be read on: nothing says where the next word begins. */
export class WireError extends Error {
  readonly code: WireFault;

  constructor(code: WireFault, message: string) {
    super(message);
    this.name = 'WireError';
    this.code = code;
  }
}
