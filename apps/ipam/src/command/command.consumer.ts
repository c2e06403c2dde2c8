import {
  IPAM_COMMAND_SUBJECTS,
  IPAM_COMMANDS,
  IPAM_QUERIES,
  ipamCommandAt,
  isIpamCommand,
} from '@ferrule/ipam-contracts';
import { type Envelope, Rejection } from '@ferrule/kernel';
import { Answers, Consume, type ConsumerDeclaration, JetStreamContext } from '@ferrule/messaging';
import { deliveryOf, readExecuteQuestion } from '@ferrule/service';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { CommandHandler } from './command.handler.ts';
import { CommandScope } from './command-scope.ts';
import { readCommand } from './read-command.ts';

const COMMANDS: ConsumerDeclaration = {
  stream: IPAM_COMMANDS.stream,
  durable: 'ipam-commands',
};

@Controller()
export class CommandConsumer {
  constructor(
    private readonly handler: CommandHandler,
    private readonly scopes: CommandScope,
  ) {}

  @Consume(COMMANDS, ...IPAM_COMMAND_SUBJECTS)
  async consume(envelope: Envelope, context: JetStreamContext): Promise<void> {
    const type = ipamCommandAt(context.subject);
    if (type === undefined) throw new Error(`no command travels under ${context.subject}`);
    await this.handler.execute(readCommand(type, envelope.body), deliveryOf(envelope, context));
  }

  /** The same for somebody who waits: answered with all that is recorded of what it is about. */
  @Answers(IPAM_QUERIES.execute)
  async execute(@Payload() question: object): Promise<object> {
    const { type, data, scope, delivery } = readExecuteQuestion(question, 'ipam-questions');
    if (!isIpamCommand(type))
      throw new Rejection('COMMAND_UNKNOWN', `ipam knows no command ${type}`, { field: 'type' });
    const command = readCommand(type, JSON.stringify(data));
    await this.scopes.check(command, delivery.meta.tenant, scope);
    await this.handler.execute(command, delivery);
    return { events: await this.handler.story(command) };
  }
}
