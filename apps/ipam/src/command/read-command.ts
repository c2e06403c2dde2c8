import {
  IPAM_COMMAND_PAYLOADS,
  type IpamCommand,
  type IpamCommandType,
} from '@ferrule/ipam-contracts';
import { parse } from '@ferrule/messaging';

/** The body of a command, by the rules of its own class. */
export const readCommand = (type: IpamCommandType, body: string): IpamCommand => {
  const payload: new () => object = IPAM_COMMAND_PAYLOADS[type];
  const data: object = { ...parse(payload, { body }) };
  // The table of classes is checked against the types of the commands where it is written down.
  return { type, data } as IpamCommand;
};
