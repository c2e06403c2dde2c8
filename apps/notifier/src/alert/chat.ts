import { chatAddressPlace } from '@ferrule/notifier-contracts';
import type { AlertText } from '@ferrule/notifier-domain';
import { Keyring } from '@ferrule/sealed-secret';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Caller } from '../delivery/caller.ts';

/** An incoming webhook as Slack and Mattermost have it. */
@Injectable()
export class Chat {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keyring: Keyring,
    private readonly caller: Caller,
  ) {}

  /** Throws when the chat does not take it. */
  async send(ruleId: string, { subject, body }: AlertText): Promise<void> {
    const [row] = await this.dataSource.query<{ sealed: string }[]>(
      'select sealed from chat_address where rule_id = $1',
      [ruleId],
    );
    if (row === undefined) throw new Error('the chat has no address');
    const address = this.keyring.open(row.sealed, chatAddressPlace(ruleId));
    // Neither takes a stranger's words for a mention or a link when they stand in a block of code.
    const text = `${escaped(subject)}\n\`\`\`\n${escaped(body).replaceAll('```', "'''")}\`\`\``;
    const { status, text: answer } = await this.caller.post(
      address,
      { 'content-type': 'application/json', 'user-agent': 'ferrule-notifier' },
      JSON.stringify({ text }),
    );
    if (status !== null && status >= 200 && status < 300) return;
    throw new Error(`the chat answered ${status ?? 'nothing'}: ${answer}`);
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
