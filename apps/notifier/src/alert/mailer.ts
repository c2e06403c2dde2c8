import { hash } from 'node:crypto';
import { hostname } from 'node:os';
import type { AlertText } from '@ferrule/notifier-domain';
import { Injectable } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import { NotifierConfig } from '../config.ts';

/** Hands mail to the operator's own server. */
@Injectable()
export class Mailer {
  constructor(private readonly config: NotifierConfig) {}

  /** Throws when the server does not take it. */
  async send(
    addresses: readonly string[],
    { subject, body }: AlertText,
    reference: string,
  ): Promise<void> {
    const { smtpUrl, mailFrom, timeout } = this.config;
    if (smtpUrl === undefined)
      throw new Error('no mail server is configured: set FERRULE_NOTIFIER_SMTP_URL');
    const transport = createTransport({
      url: smtpUrl.reveal(),
      connectionTimeout: timeout,
      greetingTimeout: timeout,
      socketTimeout: timeout,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({
        from: mailFrom,
        to: [...addresses],
        subject,
        text: body,
        // Sent twice because we died in between, it is one message to whoever reads it.
        messageId: `<${hash('sha256', reference, 'hex').slice(0, 32)}@${hostname()}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } finally {
      transport.close();
    }
  }
}
