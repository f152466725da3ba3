import { createTransport } from 'nodemailer';
import { ConnectorError, type ConnectorFault } from '../../ports/connector-error.ts';
import type { Mail, MailMessage } from '../../ports/mail.ts';
import type { Surroundings } from '../driver.ts';
import { smtpOptions } from './transport.ts';

const CALL_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;
const CONNECTOR = 'smtp';

/**
 * `smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS`: a mail server that takes messages, with STARTTLS where it offers it;
 * `smtps://` from the first byte in TLS. A password leaves this machine in TLS only.
 */
export function smtpFromUrl(url: URL, { operatorId, operatorName }: Surroundings): Mail {
  const from = url.searchParams.get('from') ?? `noreply@${operatorId}`;
  const transport = createTransport(smtpOptions(url, CONNECT_TIMEOUT_MS, CALL_TIMEOUT_MS));
  return {
    callTimeoutMs: CALL_TIMEOUT_MS,
    async send({ reference, to, subject, text }: MailMessage) {
      try {
        await transport.sendMail({
          from: { name: operatorName, address: from },
          to: { name: '', address: to },
          subject,
          text,
          textEncoding: 'base64',
          messageId: `<${reference}@${operatorId}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        throw failure(error);
      }
    },
    close: async () => transport.close(),
  };
}

/** What nodemailer says of a failure. */
interface SmtpFailure {
  readonly code?: string;
  readonly command?: string;
  /** The server's reply code (RFC 5321 section 4.2). */
  readonly responseCode?: number;
}

function failure(error: unknown): ConnectorError {
  const { code = '', command = '', responseCode } = error as SmtpFailure;
  const made = (fault: ConnectorFault, detail: string) =>
    new ConnectorError(CONNECTOR, fault, detail, [], { cause: error });
  // 5yz of the recipient or the message will be the same the next time; of our own sign-in it will not.
  if (responseCode !== undefined && responseCode >= 500 && code !== 'EAUTH')
    return made('refused', `smtp_${responseCode}`);
  if (responseCode !== undefined) return made('unavailable', `smtp_${responseCode}`);
  // Everything was sent, and no answer came.
  if (command === 'DATA' && (code === 'ESOCKET' || code === 'ECONNECTION' || code === 'ETIMEDOUT'))
    return made('unknown', 'no_answer');
  return made('unavailable', code === '' ? 'failed' : code.toLowerCase());
}
