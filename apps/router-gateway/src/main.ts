import '@ferrule/telemetry';
import { commandStream } from '@ferrule/messaging';
import { routerCommandStream } from '@ferrule/router-contracts';
import { startService } from '@ferrule/service';
import { routerGatewayConfig } from './config.ts';
import { OrderRejections } from './order/order-rejections.ts';
import { Fleet } from './router/fleet.ts';
import { routerGatewayModule } from './router-gateway.module.ts';

const config = routerGatewayConfig();
const { stream, subjects } = routerCommandStream(config.datacenter);
await startService({
  context: `router-gateway-${config.datacenter}`,
  config,
  module: routerGatewayModule(config.datacenter),
  commands: [commandStream(stream, subjects)],
  // Commands have their own deadline; one whose router is away is kept until then.
  delivery: { handlerDeadlineMs: 2 ** 31 - 1 },
  hooks: (app) => app.get(OrderRejections).hooks(),
  started: (app, server) => app.get(Fleet).start(server),
});
