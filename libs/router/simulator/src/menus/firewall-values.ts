import { t } from '../menu/t.ts';

const classifiers =
  'src-address|dst-address|both-addresses|src-port|src-address-and-port|dst-port|dst-address-and-port|both-ports|both-addresses-and-ports';

/** Values of matchers that are made of parts. */
export const matcher = {
  bytes: t.pattern(/^\d+(?:-\d+)?$/u),
  rate: t.pattern(/^\d+[kMG]?-\d+[kMG]?$/u),
  pair: t.pattern(/^\d+,\d+$/u),
  /** `10,5:packet`, `1M/1s,2M:bit` */
  limit: t.pattern(/^\d+[kMG]?(?:\/\d*[wdhms]+)?,\d+[kMG]?(?::(?:packet|bit))?$/u),
  perDestinationLimit: t.pattern(
    /^\d+(?:\/\d*[wdhms]+)?,\d+,(?:dst-address|dst-address-and-port|src-address|src-and-dst-addresses|addresses-and-dst-port)(?:\/\d*[wdhms]+)?$/u,
  ),
  nth: t.pattern(/^[1-9]\d*(?:,[1-9]\d*)?$/u),
  psd: t.pattern(/^\d+,[\dwdhms.]+,\d+,\d+$/u),
  icmp: t.pattern(/^\d{1,3}(?::\d{1,3}(?:-\d{1,3})?)?$/u),
  ipsecPolicy: t.pattern(/^(?:in|out),(?:none|ipsec)$/u),
  hops: t.pattern(/^(?:equal|not-equal|less-than|greater-than):\d{1,3}$/u),
  newHops: t.pattern(/^(?:set|increment|decrement):\d{1,3}$/u),
  time: t.pattern(/^[\dhms:]+-[\ddhms:]+(?:,(?:sun|mon|tue|wed|thu|fri|sat))*$/u),
  tos: t.pattern(/^\d{1,3}(?:\/\d{1,3})?$/u),
  classifier: t.pattern(new RegExp(`^(?:${classifiers}):[1-9]\\d*/\\d+$`, 'u')),
  headers: t.pattern(
    /^(?:hop|dst|route|frag|ah|esp|none|proto)(?:,(?:hop|dst|route|frag|ah|esp|none|proto))*(?::(?:exact|contains))?$/u,
  ),
  tcpFlags: t.list(t.not(t.enum(['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr']))),
  hotspot: t.list(t.not(t.enum(['from-client', 'auth', 'local-dst', 'to-client', 'http']))),
};
