import type { PoolData } from '@ferrule/ipam-contracts';
import type { IpamOnGround } from './ipam-instance.ts';

type CommandModule = typeof import('../../../apps/ipam/src/command/command.handler.ts');
export type Command = Parameters<InstanceType<CommandModule['CommandHandler']>['execute']>[0];

/** Carries commands out as the service does when they have come over the bus. */
export const commandsOf = async ({ instance }: IpamOnGround) => {
  const url = new URL('../../../apps/ipam/dist/command/command.handler.js', import.meta.url);
  const { CommandHandler: Handler } = (await import(url.href)) as CommandModule;
  const handler = instance.app.get(Handler);
  let messages = 0;
  return async (command: Command): Promise<void> => {
    messages += 1;
    const id = `bench-${messages.toString()}`;
    await handler.execute(command, {
      meta: { correlationId: id, actor: 'bench', tenant: 'bench' },
      once: { consumer: 'bench', message: id },
    });
  };
};

export const pool = (poolId: string, prefix: string, more: Partial<PoolData> = {}): Command => ({
  type: 'CreatePool',
  data: {
    poolId,
    vrfId: 'default',
    prefix,
    datacenter: poolId,
    policy: 'lowest',
    types: [],
    quarantineSeconds: 0,
    ...more,
  },
});
