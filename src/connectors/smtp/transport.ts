import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import { hostOf } from '../address.ts';

const SUBMISSION_PORT = 587;
const SUBMISSION_TLS_PORT = 465;

/** Where a server of this address listens. */
export const smtpPort = (url: URL): number =>
  Number(url.port) || (url.protocol === 'smtps:' ? SUBMISSION_TLS_PORT : SUBMISSION_PORT);

/** How to reach and sign in at a server: the same for messages and for a question whether it is there. */
export function smtpOptions(url: URL, connectMs: number, callMs: number): SMTPTransport.Options {
  const host = hostOf(url);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const local = ['localhost', '127.0.0.1', '::1'].includes(host);
  return {
    host,
    port: smtpPort(url),
    secure,
    requireTLS: !secure && user !== '' && !local,
    ...(user === '' ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: callMs,
    // A message is text: nothing in it may make this machine read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
