import type { Right } from '@ferrule/api-contracts';
import { SetMetadata } from '@nestjs/common';

export const NEEDS = 'ferrule:needs';
export const OF_THE_HOUSE = 'ferrule:of-the-house';

/** The right that a route asks for, where its method does not say it: reading to read, all else to operate. */
export const Needs = (right: Right): ClassDecorator & MethodDecorator => SetMetadata(NEEDS, right);

/** Whether a part of it can belong to one datacenter, or all of it always concerns all of them. */
export type Reach = 'by datacenter' | 'everywhere';

/**
 * What belongs to no tenant: whoever is limited to some does not see it. Of what is by datacenter
 * whoever is limited to some sees and changes their part, to which the service that owns it sees.
 */
export const OfTheHouse = (reach: Reach = 'by datacenter'): ClassDecorator & MethodDecorator =>
  SetMetadata(OF_THE_HOUSE, reach);
