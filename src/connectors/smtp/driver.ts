import { createTransport } from 'nodemailer';
import type { ConnectorFault } from '../../ports/connector-error.ts';
import { DeliveryError, type Trouble } from '../../ports/delivery-error.ts';
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

/** "Service not available, closing": said at any time, and of no message. RFC 5321 section 4.2.3. */
const CLOSING = 421;
/** What the server says of who receives, and of what it is; everything else it says of us. */
const OF_THE_MESSAGE = ['RCPT TO', 'DATA'];

function failure(error: unknown): DeliveryError {
  const { code = '', command = '', responseCode } = error as SmtpFailure;
  const made = (fault: ConnectorFault, trouble: Trouble, detail: string) =>
    new DeliveryError(CONNECTOR, fault, detail, { trouble, cause: error });
  if (responseCode !== undefined) {
    const detail = `smtp_${responseCode}`;
    const forNow = responseCode < 500;
    if (responseCode === CLOSING) return made('unavailable', 'link', detail);
    // 5yz of the recipient or the message will be the same the next time; 4yz may be a mailbox that is full, or a first greeting
    // from somebody unknown (greylisting).
    if (OF_THE_MESSAGE.includes(command)) return made(forNow ? 'unavailable' : 'refused', 'message', detail);
    // A sign-in, a sender or a greeting that is refused is the same for every message, until somebody mends it.
    return made('unavailable', forNow ? 'link' : 'set_up', detail);
  }
  // No server was asked: the address cannot be written in a command.
  if (code === 'EENVELOPE') return made('refused', 'message', 'address_invalid');
  if (code === 'EAUTH' || code === 'ETLS') return made('unavailable', 'set_up', code.toLowerCase());
  // Everything was sent, and no answer came.
  if (command === 'DATA' && (code === 'ESOCKET' || code === 'ECONNECTION' || code === 'ETIMEDOUT'))
    return made('unknown', 'link', 'no_answer');
  return made('unavailable', 'link', code === '' ? 'failed' : code.toLowerCase());
}
