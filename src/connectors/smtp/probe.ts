import { createTransport } from 'nodemailer';
import type { Probe } from '../probe.ts';
import { smtpOptions, smtpPort } from './transport.ts';

/** Connects and signs in as the driver does. No message is sent. */
export const probeSmtp: Probe = async (url, _surroundings, timeoutMs) => {
  const transport = createTransport(smtpOptions(url, timeoutMs, timeoutMs));
  const fault = await transport.verify().then(
    () => null,
    (error: { code?: string; responseCode?: number }) =>
      error.responseCode === undefined ? (error.code ?? 'failed') : `smtp_${error.responseCode}`,
  );
  transport.close();
  return [{ channel: 'smtp', address: `${url.hostname}:${smtpPort(url)}`, fault }];
};
