import { INVENTORY_COMMANDS } from '@ferrule/inventory-contracts';
import type { ConsumerDeclaration } from '@ferrule/messaging';

export const COMMANDS: ConsumerDeclaration = {
  stream: INVENTORY_COMMANDS.stream,
  durable: 'inventory-commands',
};
