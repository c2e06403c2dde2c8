import { BusConnection } from '@ferrule/messaging';
import { Keyring } from '@ferrule/sealed-secret';
import { RouterOsDriver } from '@ferrule/routeros';
import { Module, type Type } from '@nestjs/common';
import { RouterGatewayConfig } from './config.ts';
import { BucketDirectory } from './directory/bucket-directory.ts';
import { FileDirectory } from './directory/file-directory.ts';
import { ROUTER_DIRECTORY } from './directory/router-directory.ts';
import { Answers } from './order/answers.ts';
import { Cancellations } from './order/cancellations.ts';
import { OrderConsumer } from './order/order.consumer.ts';
import { OrderHandler } from './order/order.handler.ts';
import { OrderRejections } from './order/order-rejections.ts';
import { Stops } from './order/stops.ts';
import { RouterQuestions } from './query/router-questions.ts';
import { routerViewOf } from './query/router.view.ts';
import { connectTimeoutMs, Fleet } from './router/fleet.ts';
import { ProbeRounds } from './router/probe-rounds.ts';
import { CONNECT_ROUTER, type ConnectRouter } from './router/router-link.ts';

const connectWith =
  ({ leaseTtl }: RouterGatewayConfig): ConnectRouter =>
  ({ address, port, tls, user, password }) =>
    new RouterOsDriver({
      host: address,
      port,
      user,
      password,
      ...(tls && {
        tls: tls.fingerprint256 === null ? {} : { fingerprint256: tls.fingerprint256 },
      }),
      connectTimeoutMs: connectTimeoutMs(leaseTtl),
      // Whether and when to try again, the circuit breaker says.
      patienceMs: 0,
      backoffMs: { first: 10, longest: 100 },
    });

/** One datacenter's gateway: its questions are bound to subjects of that datacenter alone. */
export const routerGatewayModule = (datacenter: string): Type => {
  @Module({
    controllers: [OrderConsumer, routerViewOf(datacenter)],
    providers: [
      {
        provide: Keyring,
        useFactory: ({ keyring }: RouterGatewayConfig) => Keyring.parse(keyring.reveal()),
        inject: [RouterGatewayConfig],
      },
      {
        provide: ROUTER_DIRECTORY,
        useFactory: (
          { routersFile: file }: RouterGatewayConfig,
          keys: Keyring,
          bus: BusConnection,
        ) =>
          file === undefined
            ? new BucketDirectory(bus, { datacenter, keys })
            : FileDirectory.open({ file, datacenter, keys }),
        inject: [RouterGatewayConfig, Keyring, BusConnection],
      },
      { provide: CONNECT_ROUTER, useFactory: connectWith, inject: [RouterGatewayConfig] },
      Answers,
      Cancellations,
      Fleet,
      OrderHandler,
      OrderRejections,
      ProbeRounds,
      RouterQuestions,
      Stops,
    ],
  })
  class RouterGatewayModule {}
  return RouterGatewayModule;
};
