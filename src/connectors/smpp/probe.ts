import smpp, { type Pdu } from 'smpp';
import { hostOf } from '../address.ts';
import type { Probe } from '../probe.ts';
import { statusCode } from './codes.ts';

const INTERFACE_VERSION = 0x34;

/** Binds as the driver does, asks for a sign of life (enquire_link), and unbinds. No message is sent. */
export const probeSmpp: Probe = async (url, _surroundings, timeoutMs) => {
  const host = hostOf(url);
  const port = url.port === '' ? 2775 : Number(url.port);
  const fault = await new Promise<string | null>((resolve) => {
    const session = smpp.connect({ host, port });
    const end = (answer: string | null): void => {
      clearTimeout(timer);
      session.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end('timeout'), timeoutMs);
    session.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'malformed_answer'));
    session.on('close', () => end('connection_closed'));
    session.on('connect', () => {
      const identity = {
        system_id: decodeURIComponent(url.username),
        password: decodeURIComponent(url.password),
        system_type: '',
        interface_version: INTERFACE_VERSION,
      };
      session.bind_transceiver(identity, (bound: Pdu) => {
        if (bound.command_status !== 0) return end(statusCode(bound.command_status).detail);
        session.enquire_link({}, () => session.unbind({}, () => end(null)));
      });
    });
  });
  return [{ channel: 'bind', address: `${url.hostname}:${port}`, fault }];
};
