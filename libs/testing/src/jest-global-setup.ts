import { openBroker, type Broker } from './test-broker.ts';

declare global {
  var ferruleTestBroker: Broker | undefined;
}

/** Opens one socket; servers come when a spec asks. Jest loads this file with Node, untransformed. */
export default async function setUp(): Promise<void> {
  globalThis.ferruleTestBroker = await openBroker();
}
