import type { AddressCommand, AddressEvent } from './address-messages.ts';
import type { ImportCommand, ImportEvent } from './import-messages.ts';
import type { NameCommand, NameEvent } from './name-messages.ts';
import type { NetworkCommandMessage, NetworkEvent } from './network-messages.ts';
import type { NumberCommand, NumberEvent } from './number-messages.ts';
import type { PrefixCommand, PrefixEvent } from './prefix-messages.ts';
import type { SpaceCommand, SpaceEvent } from './space-messages.ts';
import type { Event } from '@ferrule/kernel';

/** A command that should never have been sent, and what is wrong with it. */
export type IpamCommandRejected = Event<
  'IpamCommandRejected',
  {
    /** The id and the type of the command. */
    readonly commandId: string;
    readonly commandType: string;
    readonly code: string;
    readonly message: string;
    readonly field: string | null;
    readonly suggestion: string | null;
  }
>;

export type IpamCommand =
  | NetworkCommandMessage
  | SpaceCommand
  | PrefixCommand
  | AddressCommand
  | NumberCommand
  | ImportCommand
  | NameCommand;
export type IpamCommandType = IpamCommand['type'];

export type IpamEvent =
  | NetworkEvent
  | SpaceEvent
  | PrefixEvent
  | AddressEvent
  | NumberEvent
  | ImportEvent
  | NameEvent
  | IpamCommandRejected;
export type IpamEventType = IpamEvent['type'];
