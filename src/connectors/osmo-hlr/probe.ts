import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { ConnectorError } from '../../ports/connector-error.ts';
import { hostOf, portIn } from '../address.ts';
import type { Probe } from '../probe.ts';
import { CtrlClient } from './ctrl-client.ts';
import { CCM, ccmFrame, IPA, IpaReader, identityResponse } from './ipa.ts';

/** Of the network 999-99, which ITU-T E.212 keeps for private use. */
const NOBODY = '999990000000000';

/** Asks each interface of an OsmoHLR for a sign of life: CTRL for a subscriber that nobody is, VTY for `enable`, GSUP for a pong. */
export const probeOsmoHlr: Probe = async (url, _surroundings, timeoutMs) => {
  const host = hostOf(url);
  const ports = {
    ctrl: portIn(url, 'ctrl', 4259),
    vty: portIn(url, 'vty', 4258),
    gsup: portIn(url, 'gsup', 4222),
  };
  const answers = {
    ctrl: askCtrl(host, ports.ctrl, timeoutMs),
    vty: converse(host, ports.vty, timeoutMs, vtyListener()),
    gsup: converse(host, ports.gsup, timeoutMs, gsupListener()),
  };
  return Promise.all(
    (['ctrl', 'vty', 'gsup'] as const).map(async (channel) => ({
      channel,
      address: `${url.hostname}:${ports[channel]}`,
      fault: await answers[channel],
    })),
  );
};

async function askCtrl(host: string, port: number, timeoutMs: number): Promise<string | null> {
  const client = new CtrlClient({ connector: 'ctrl', host, port, connectTimeoutMs: timeoutMs, window: 1 });
  try {
    // Any answer will do: that it has no such subscriber, too.
    await client.get(`subscriber.by-imsi-${NOBODY}.info`, timeoutMs);
    return null;
  } catch (error) {
    return error instanceof ConnectorError ? error.detail : 'malformed_answer';
  } finally {
    client.close();
  }
}

/** Takes what a peer says; answers what to say, or how it ended. */
type Listener = (chunk: Buffer) => { readonly say?: Buffer; readonly done?: string | null };

function converse(host: string, port: number, timeoutMs: number, listen: Listener): Promise<string | null> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host, port });
    const end = (fault: string | null): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(fault);
    };
    const timer = setTimeout(() => end('timeout'), timeoutMs);
    socket.on('data', (chunk) => {
      try {
        const { say, done } = listen(chunk);
        if (done !== undefined) end(done);
        else if (say !== undefined) socket.write(say);
      } catch {
        end('malformed_answer');
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'connection_error'));
    socket.on('close', () => end('connection_closed'));
  });
}

function vtyListener(): Listener {
  let seen = '';
  let asked = false;
  return (chunk) => {
    seen = (seen + chunk.toString('latin1')).slice(-4_096);
    if (/Password: $/.test(seen)) return { done: 'password_wanted' };
    if (!asked && /[\x21-\x3d\x3f-\x7e]> $/.test(seen)) {
      asked = true;
      seen = '';
      return { say: Buffer.from('enable\n') };
    }
    return asked && /[\x21-\x7e]# $/.test(seen) ? { done: null } : {};
  };
}

function gsupListener(): Listener {
  const reader = new IpaReader(4_096, [IPA.osmo, IPA.ccm]);
  // A name of its own: with that of a worker, the HLR would send the worker's answers here.
  const name = `handback-doctor-${hostname()}-${randomBytes(4).toString('hex')}`;
  return (chunk) => {
    for (const { stream, payload } of reader.read(chunk)) {
      if (stream !== IPA.ccm) continue;
      if (payload[0] === CCM.pong) return { done: null };
      if (payload[0] === CCM.identityGet)
        return { say: Buffer.concat([identityResponse(name), ccmFrame(CCM.ping)]) };
    }
    return {};
  };
}
