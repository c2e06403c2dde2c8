export {
  attributeWord,
  encodeLength,
  encodeSentence,
  encodeWord,
  readAttribute,
  type Word,
} from './wire/encode.ts';
export {
  SentenceDecoder,
  type DecoderSettings,
  type SentenceSink,
  type WireLimits,
} from './wire/sentence-decoder.ts';
export { WireError, type WireFault } from './wire/wire-error.ts';
export {
  RouterOsDriver,
  type RouterOsEvents,
  type RouterOsSettings,
} from './driver/routeros-driver.ts';
export {
  defaultTuning,
  type RouterOsAddress,
  type RouterOsTuning,
  type TlsSettings,
} from './session/settings.ts';
export {
  NodeRouterOsDriver,
  type NodeRouterOsSettings,
} from './node-routeros/node-routeros-driver.ts';
export { parseRouterOsUrl } from './session/routeros-url.ts';
