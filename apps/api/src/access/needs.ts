import type { Right } from '@ferrule/api-contracts';
import { SetMetadata } from '@nestjs/common';

export const NEEDS = 'ferrule:needs';
export const OF_THE_HOUSE = 'ferrule:of-the-house';

/** The right that a route asks for, where its method does not say it: reading to read, all else to operate. */
export const Needs = (right: Right): ClassDecorator & MethodDecorator => SetMetadata(NEEDS, right);

/** What belongs to no tenant: whoever is limited to some does not see it. */
export const OfTheHouse = (): ClassDecorator & MethodDecorator => SetMetadata(OF_THE_HOUSE, true);
