import {
  IPAM_COMMAND_PAYLOADS,
  type IpamCommand,
  type IpamCommandType,
} from '@ferrule/ipam-contracts';
import { parse } from '@ferrule/messaging';

/** The body of a command, by the rules of its own class. */
export const readCommand = (type: IpamCommandType, body: string): IpamCommand => {
  const payload: new () => object = IPAM_COMMAND_PAYLOADS[type];
  const data: object = { ...nullsOf(payload), ...parse(payload, { body }) };
  // The table of classes is checked against the types of the commands where it is written down.
  return { type, data } as IpamCommand;
};

/** Reading takes null for left out; here it is what a class begins with where it means something. */
const nullsOf = (payload: new () => object): object =>
  Object.fromEntries(Object.entries(new payload()).filter(([, value]) => value === null));
