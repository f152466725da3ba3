import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Cell, TEST_CELL } from '../cell.ts';
import type { Card } from '../mobile-identity.ts';
import { PhoneLog } from '../phone-log.ts';
import { BSSGP, bvcReset, bvcResetAck, readBvci, readDownlink, uplinkUnitdata } from './bssgp.ts';
import { DataPhone } from './data-phone.ts';
import { NS, nsPlain, nsReset, nsResetAck, nsUnitdata, readUnitdata } from './ns.ts';

export interface BaseStationOptions {
  /** The SGSN's Gb interface (UDP). */
  readonly sgsn: { readonly host: string; readonly port: number };
  /** The station's own address. */
  readonly host: string;
  readonly cell?: Cell;
  /** Number of the network service entity (TS 48.016 section 4.5): unique at the SGSN. Default 101. */
  readonly nsei?: number;
}

/** The data half of a mobile network's radio side, in software: one cell on Gb, and any number of phones in it. */
export interface BaseStation {
  /** A phone that stands in the cell, switched off so far. */
  phone(card: Card, log?: PhoneLog): DataPhone;
  /** Brings the link up, anew after the SGSN was restarted. Resolves when phones can speak. */
  connect(): Promise<void>;
  close(): Promise<void>;
}

const NSVCI = 1;
/** The virtual connections: of signalling, fixed by the standard, and of our cell. */
const BVCI = { signalling: 0, cell: 2 } as const;
/** Tns-reset and T2 of the standards, shorter: the SGSN is next door. */
const REPEAT_MS = 1_000;
const PATIENCE_MS = 30_000;
/** Random TLLIs begin so (3GPP TS 23.003 section 2.6). */
const RANDOM_TLLI = 0x78000000;
const RANDOM_TLLI_SPAN = 0x08000000;

/** Resolves when the link to the SGSN is up. @throws Error if the SGSN stays silent */
export async function startBaseStation(options: BaseStationOptions): Promise<BaseStation> {
  const cell = options.cell ?? TEST_CELL;
  const nsei = options.nsei ?? 101;
  const phones = new Map<number, DataPhone>();
  const waiting = new Map<string, () => void>();
  let tllis = Math.floor(Math.random() * RANDOM_TLLI_SPAN);
  const socket = createSocket('udp4');
  // An SGSN that is away answers with ICMP errors, which are no fault of ours.
  socket.on('error', () => {});

  const send = (bytes: Buffer): void => socket.send(bytes, options.sgsn.port, options.sgsn.host, () => {});
  const settle = (what: string): void => waiting.get(what)?.();

  /** Repeats a request until its answer is there. */
  const ask = (what: string, request: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const repeat = setInterval(() => send(request), REPEAT_MS);
      const end = (): void => {
        clearInterval(repeat);
        clearTimeout(patience);
        waiting.delete(what);
      };
      const patience = setTimeout(() => {
        end();
        reject(new Error(`the SGSN at ${options.sgsn.host}:${options.sgsn.port} sent no ${what}`));
      }, PATIENCE_MS);
      waiting.set(what, () => {
        end();
        resolve();
      });
      send(request);
    });

  const onBssgp = (bvci: number, pdu: Buffer): void => {
    if (pdu[0] === BSSGP.bvcResetAck) settle(`BVC-RESET-ACK ${readBvci(pdu)}`);
    else if (pdu[0] === BSSGP.bvcReset) send(nsUnitdata(bvci, bvcResetAck(readBvci(pdu))));
    else if (pdu[0] === BSSGP.downlinkUnitdata) {
      const downlink = readDownlink(pdu);
      if (downlink) phones.get(downlink.tlli)?.receive(downlink.llc);
    }
  };
  const onNs: { readonly [type: number]: (bytes: Buffer) => void } = {
    [NS.reset]: () => send(nsResetAck(NSVCI, nsei)),
    [NS.resetAck]: () => settle('NS-RESET-ACK'),
    [NS.unblock]: () => send(nsPlain(NS.unblockAck)),
    [NS.unblockAck]: () => settle('NS-UNBLOCK-ACK'),
    [NS.alive]: () => send(nsPlain(NS.aliveAck)),
    [NS.unitdata]: (bytes) => {
      const { bvci, pdu } = readUnitdata(bytes);
      onBssgp(bvci, pdu);
    },
  };
  socket.on('message', (bytes) => onNs[bytes[0]!]?.(bytes));

  const connect = async (): Promise<void> => {
    await ask('NS-RESET-ACK', nsReset(NSVCI, nsei));
    await ask('NS-UNBLOCK-ACK', nsPlain(NS.unblock));
    await ask(`BVC-RESET-ACK ${BVCI.signalling}`, nsUnitdata(0, bvcReset(BVCI.signalling)));
    await ask(`BVC-RESET-ACK ${BVCI.cell}`, nsUnitdata(0, bvcReset(BVCI.cell, cell)));
  };
  const close = async (): Promise<void> => {
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  };

  socket.bind(0, options.host);
  await once(socket, 'listening');
  try {
    await connect();
  } catch (error) {
    await close();
    throw error;
  }

  const radio = {
    cell,
    randomTlli: () => RANDOM_TLLI + (tllis++ % RANDOM_TLLI_SPAN),
    camp: (tlli: number, phone: DataPhone) => phones.set(tlli, phone),
    leave: (tlli: number) => phones.delete(tlli),
    send: (tlli: number, llc: Buffer) => send(nsUnitdata(BVCI.cell, uplinkUnitdata(tlli, cell, llc))),
  };
  return {
    phone: (card, log = new PhoneLog(card.imsi)) => new DataPhone(card, radio, log),
    connect,
    close,
  };
}
