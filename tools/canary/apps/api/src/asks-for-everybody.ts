// planted: ferrule/asked-for-a-caller
import { type BusConnection, QueryClient } from '@ferrule/messaging';

export const answer = (bus: BusConnection): Promise<unknown> =>
  new QueryClient(bus).ask('qry.ipam.network.get', {});
