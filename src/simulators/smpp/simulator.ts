import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';
import { encodeMessage } from '../../connectors/smpp/encoding.ts';

export interface ReceivedSms {
  readonly from: string;
  /** E.164 with its plus. */
  readonly to: string;
  readonly text: string;
  readonly parts: number;
  readonly at: Date;
}

/**
 * - `accept`: taken; a number: that command status, not taken;
 * - `silent`: taken, but no response; `lost`: neither; `cut`: taken, and the connection ends.
 */
export type SubmitBehaviour = 'accept' | 'silent' | 'lost' | 'cut' | number;

export interface Submit {
  readonly to: string;
  /** Counted from 1, over all that was submitted. */
  readonly serial: number;
  /** Which part of a long message, from 1. */
  readonly part: number;
}

export interface SmscFaults {
  readonly submit?: (submit: Submit) => SubmitBehaviour;
  /** Submits taken within any second; what is more is answered as throttled. */
  readonly perSecond?: number;
  /** Milliseconds until the response leaves. */
  readonly latency?: () => number;
  /** What becomes of a part that was taken, by a receipt where one was asked for; null for none. Default none. */
  readonly receipt?: (submit: Submit) => { readonly stat: string; readonly err?: string } | null;
  /** Command status of each bind. */
  readonly bindStatus?: number;
}

/** SMPP 3.4 section 5.1.3, for fault injection. */
export const THROTTLED = 0x58;
export const DESTINATION_INVALID = 0x0b;
export const QUEUE_FULL = 0x14;
const PASSWORD_INVALID = 0x0e;
const RECEIVER = /^bind_/;
const KEPT = 10_000;
/** Of our own: nobody is there, or went away before the answer. */
const NOT_BOUND = 0x04;
const AGAIN_MS = 100;
/** SMPP 3.4 section 5.2.12. */
const RECEIPT = 0x04;

export interface DeliverOptions {
  /** The short code that was written to. */
  readonly to?: string;
  /** Further fields of each deliver_sm: type of number, data coding, optional parameters. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** How often a text is handed over that is not taken; default 50. */
  readonly tries?: number;
}

export interface SmscSimulator {
  readonly host: string;
  readonly port: number;
  /** Its address, in the form of HANDBACK_SMPP. */
  readonly url: URL;
  /** Whole messages, oldest first; the last 10,000. */
  readonly inbox: readonly ReceivedSms[];
  /** Empties the inbox, and drops parts that wait for others. */
  forget(): void;
  /** Number of submit_sm received, parts counted one by one. */
  submits(): number;
  /** Sessions bound now. */
  bound(): number;
  /** Called for each whole message. @returns how to stop it */
  subscribe(onMessage: (message: ReceivedSms) => void): () => void;
  /** Called for each keep-alive. */
  onEnquire(listener: () => void): void;
  /** Replaces what was injected before; `{}` ends all faults. */
  inject(faults: SmscFaults): void;
  /** Closes the port and all sessions; `up` opens the same port again. */
  down(): Promise<void>;
  up(): Promise<void>;
  dropConnections(): void;
  /**
   * Hands a phone's text to one of the bound sessions, again until it is taken, as a message centre does; a long one in parts.
   * @returns the status of each part's last answer, 0 once it was taken
   */
  deliver(from: string, text: string, options?: DeliverOptions): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** A message centre (SMSC) in this process, on a free port, that puts long messages together again. */
export async function startSmscSimulator(
  options: { readonly host?: string; readonly password?: string } & SmscFaults = {},
): Promise<SmscSimulator> {
  const host = options.host ?? '127.0.0.1';
  let faults: SmscFaults = options;
  let submits = 0;
  let delivered = 0;
  let port = 0;
  let onEnquire = (): void => {};
  const inbox: ReceivedSms[] = [];
  const listeners = new Set<(message: ReceivedSms) => void>();
  const sessions = new Set<Session>();
  const boundSessions = new Set<Session>();
  let lately: number[] = [];
  const assembly = new Map<string, (string | undefined)[]>();

  const server = smpp.createServer((session) => {
    sessions.add(session);
    session.socket.setNoDelay(true);
    // Each text that waits for its answer listens.
    session.setMaxListeners(0);
    session.on('error', () => session.destroy());
    session.on('close', () => {
      sessions.delete(session);
      boundSessions.delete(session);
    });
    session.on('enquire_link', (pdu: Pdu) => {
      onEnquire();
      session.send(pdu.response());
    });
    session.on('unbind', (pdu: Pdu) => {
      session.send(pdu.response());
      session.close();
    });
    session.on('pdu', (pdu: Pdu) => {
      if (RECEIVER.test(pdu.command) && !pdu.command.endsWith('_resp')) bind(session, pdu);
      else if (pdu.command === 'submit_sm') submit(session, pdu);
    });
  });

  function bind(session: Session, pdu: Pdu): void {
    // As OsmoMSC: a version that is not 3.4 is dropped without a response.
    if ((pdu.interface_version ?? 0) > 0x34) {
      session.destroy();
      return;
    }
    const wrong = options.password !== undefined && pdu.password !== options.password;
    const status = faults.bindStatus ?? (wrong ? PASSWORD_INVALID : 0);
    if (status === 0) boundSessions.add(session);
    session.send(pdu.response({ command_status: status, system_id: 'handback-smsc' }));
  }

  function submit(session: Session, pdu: Pdu): void {
    const to = `+${pdu.destination_addr}`;
    submits += 1;
    const behaviour = isTooMuch()
      ? THROTTLED
      : (faults.submit?.({ to, serial: submits, part: placeOf(pdu)?.which ?? 1 }) ?? 'accept');
    if (behaviour === 'lost') return;
    if (typeof behaviour === 'number') {
      respond(session, pdu.response({ command_status: behaviour }));
      return;
    }
    take(pdu, to);
    if (behaviour === 'accept') {
      const messageId = String(submits);
      respond(session, pdu.response({ message_id: messageId }));
      const asked = ((pdu.registered_delivery ?? 0) & 1) === 1;
      const said = asked
        ? faults.receipt?.({ to, serial: submits, part: placeOf(pdu)?.which ?? 1 })
        : undefined;
      if (said) void receipt(pdu, messageId, said);
    }
    if (behaviour === 'cut') session.destroy();
  }

  /** As SMPP 3.4 Appendix B words it, to any session that is bound. */
  const receipt = (
    pdu: Pdu,
    id: string,
    { stat, err = '000' }: { readonly stat: string; readonly err?: string },
  ) =>
    handOver(50, {
      ...{ source_addr: pdu.destination_addr, source_addr_ton: 1, source_addr_npi: 1 },
      ...{ destination_addr: pdu.source_addr, esm_class: RECEIPT, data_coding: 0 },
      short_message: `id:${id.padStart(10, '0')} sub:001 dlvrd:${stat === 'DELIVRD' ? '001' : '000'} submit date:2611300300 done date:2611300301 stat:${stat} err:${err} text:`,
    });

  function isTooMuch(): boolean {
    const { perSecond } = faults;
    if (perSecond === undefined) return false;
    const now = performance.now();
    lately = lately.filter((at) => at > now - 1_000);
    if (lately.length >= perSecond) return true;
    lately.push(now);
    return false;
  }

  function respond(session: Session, response: Pdu): void {
    const latency = faults.latency?.() ?? 0;
    if (latency > 0) setTimeout(() => session.send(response), latency);
    else session.send(response);
  }

  /** A part that comes twice fills its place twice. */
  function take(pdu: Pdu, to: string): void {
    const from = pdu.source_addr ?? '';
    const text = String(pdu.short_message?.message ?? '');
    const place = placeOf(pdu);
    if (place === null) {
      receive({ from, to, text, parts: 1, at: new Date() });
      return;
    }
    const { number, total, which } = place;
    const key = `${from} ${to} ${number} ${total}`;
    const parts = assembly.get(key) ?? new Array<string | undefined>(total).fill(undefined);
    parts[which - 1] = text;
    assembly.set(key, parts);
    if (parts.includes(undefined)) return;
    assembly.delete(key);
    receive({ from, to, text: parts.join(''), parts: total, at: new Date() });
  }

  function receive(message: ReceivedSms): void {
    inbox.push(message);
    if (inbox.length > KEPT) inbox.shift();
    for (const listener of listeners) listener(message);
  }

  async function deliver(
    from: string,
    text: string,
    { to = '10690000', fields = {}, tries = 50 }: DeliverOptions = {},
  ): Promise<readonly number[]> {
    const encoded = encodeMessage(text, `${from} ${text} ${delivered++}`);
    const digits = from.replace(/^\+/, '');
    return Promise.all(
      (encoded?.parts ?? []).map((part) =>
        handOver(tries, {
          ...{ source_addr: digits, source_addr_ton: from.startsWith('+') ? 1 : 0, source_addr_npi: 1 },
          ...{ destination_addr: to, esm_class: encoded!.esmClass, data_coding: encoded!.dataCoding },
          short_message: part,
          ...fields,
        }),
      ),
    );
  }

  async function handOver(tries: number, fields: Record<string, unknown>): Promise<number> {
    for (let left = tries; ; left -= 1) {
      const [session] = boundSessions;
      const status = session === undefined ? NOT_BOUND : await answerOf(session, fields);
      if (status === 0 || left <= 1) return status;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }

  const answerOf = (session: Session, fields: Record<string, unknown>): Promise<number> =>
    new Promise((resolve) => {
      const lost = (): void => resolve(NOT_BOUND);
      session.once('close', lost);
      session.deliver_sm(fields, (response) => {
        session.off('close', lost);
        resolve(response.command_status);
      });
    });

  const up = async (): Promise<void> => {
    server.listen(port, host);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const dropConnections = (): void => {
    for (const session of sessions) session.destroy();
  };
  const down = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    dropConnections();
    await closed;
  };
  await up();
  return {
    host,
    port,
    url: new URL(`smpp://handback:${encodeURIComponent(options.password ?? '')}@${host}:${port}`),
    inbox,
    forget: () => {
      inbox.length = 0;
      assembly.clear();
    },
    submits: () => submits,
    bound: () => boundSessions.size,
    subscribe: (onMessage) => {
      listeners.add(onMessage);
      return () => listeners.delete(onMessage);
    },
    onEnquire: (listener) => {
      onEnquire = listener;
    },
    inject: (next) => {
      faults = next;
    },
    down,
    up,
    dropConnections,
    deliver,
    close: down,
  };
}

/** Where a part belongs: TS 23.040 section 9.2.3.24.1. Null for a message that is whole. */
function placeOf(
  pdu: Pdu,
): { readonly number: number; readonly total: number; readonly which: number } | null {
  const concatenation = pdu.short_message?.udh?.find((element) => element[0] === 0);
  if (!concatenation) return null;
  const [number, total, which] = concatenation.subarray(2) as unknown as [number, number, number];
  return { number, total, which };
}
