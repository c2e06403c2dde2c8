import type { Judgement, Packet } from './packet.ts';
import { CannotJudge } from './router-tables.ts';
import { turned } from './traveller.ts';

/** The answer to a packet, sent by whoever received it; the answer to an answer is the next packet of the first sender. */
export const reply = (packet: Packet, judgement: Judgement): Packet => {
  if (judgement.verdict !== 'accepted')
    throw new CannotJudge('nobody answers a packet that did not arrive');
  const { outPorts, translated, connection, vrf } = judgement;
  const [out] = outPorts;
  return {
    ...turned(translated),
    protocol: packet.protocol,
    connectionState: packet.connectionState === 'untracked' ? 'untracked' : 'established',
    connection,
    ...(out === undefined ? { vrf } : { in: out.port, tags: out.tags }),
  };
};
