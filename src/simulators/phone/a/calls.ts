import { CALL_CAUSES } from '../causes.ts';
import { type Cause, causeOf } from '../outcome.ts';
import type { PhoneLog } from '../phone-log.ts';
import type { Conversation } from './conversation.ts';
import { PROTOCOL } from './mm.ts';

/** Call control, as far as it tells whether a call reaches somebody (3GPP TS 24.008 section 9.3). */
const CC = {
  alerting: 0x01,
  callProceeding: 0x02,
  setup: 0x05,
  disconnect: 0x25,
  releaseComplete: 0x2a,
  release: 0x2d,
} as const;

const NAMES: Readonly<Record<number, string>> = {
  [CC.alerting]: 'ALERTING',
  [CC.callProceeding]: 'CALL PROCEEDING',
  [CC.setup]: 'SETUP',
  [CC.disconnect]: 'DISCONNECT',
  [CC.releaseComplete]: 'RELEASE COMPLETE',
  [CC.release]: 'RELEASE',
};

/** The first transaction of the phone's own (TS 24.007 section 11.2.3.1.3). */
const OWN_TRANSACTION = PROTOCOL.callControl;
/** Speech, full rate preferred (section 10.5.4.5). */
const SPEECH = Buffer.of(0x04, 0x06, 0x60, 0x04, 0x02, 0x00, 0x05, 0x81);
const CALLED_NUMBER = 0x5e;
const NUMBER_TYPE = { international: 0x91, unknown: 0x81 } as const;
/** From the user: busy (section 10.5.4.11). */
const USER_BUSY = Buffer.of(0x08, 0x02, 0xe0, 0x91);
const CAUSE = 0x08;
/** The bit of the transaction identifier that says: yours, not mine. */
const OTHER_SIDE = 0x80;
const ENDS: readonly string[] = ['DISCONNECT', 'RELEASE', 'RELEASE COMPLETE', 'CHANNEL RELEASE'];

function setup(to: string): Buffer {
  const digits = to.replace(/^\+/, '');
  const type = to.startsWith('+') ? NUMBER_TYPE.international : NUMBER_TYPE.unknown;
  const bcd = Buffer.from((digits.length % 2 ? `${digits}f` : digits).replace(/(.)(.)/g, '$2$1'), 'hex');
  return Buffer.concat([
    Buffer.of(OWN_TRANSACTION, CC.setup),
    SPEECH,
    Buffer.of(CALLED_NUMBER, bcd.length + 1, type),
    bcd,
  ]);
}

/** The calls of one phone. There is no voice: it is busy to all that call it, so its callers hear that they reached it. */
export class Calls {
  readonly #log: PhoneLog;

  constructor(log: PhoneLog) {
    this.#log = log;
  }

  /** Calls on a channel that the network has granted for it. @returns how the network ends the call */
  async place(channel: Conversation, to: string): Promise<Cause> {
    const since = this.#log.mark();
    this.#log.add({ direction: 'sent', interface: 'A', message: 'SETUP', detail: `to ${to}` });
    channel.send(setup(to));
    const end = await this.#log.until(
      'end of the call',
      ({ direction, message }) => direction === 'received' && ENDS.includes(message),
      since,
    );
    return causeOf(end.cause ?? 0, CALL_CAUSES);
  }

  receive(channel: Conversation, layer3: Buffer): void {
    const type = layer3[1]! & 0x3f;
    const transaction = layer3[0]! ^ OTHER_SIDE;
    const cause = readCause(type, layer3);
    this.#log.add({
      direction: 'received',
      interface: 'A',
      message: NAMES[type] ?? `CC message ${type}`,
      ...(cause === undefined ? {} : { cause, detail: CALL_CAUSES[cause] ?? 'unknown cause' }),
    });
    if (type === CC.setup) this.#send(channel, transaction, CC.releaseComplete, USER_BUSY);
    // Each side's word for the end wants the other's (section 5.4).
    if (type === CC.disconnect) this.#send(channel, transaction, CC.release);
    if (type === CC.release) this.#send(channel, transaction, CC.releaseComplete);
  }

  #send(channel: Conversation, transaction: number, type: number, body: Buffer = Buffer.alloc(0)): void {
    this.#log.add({ direction: 'sent', interface: 'A', message: NAMES[type]! });
    channel.send(Buffer.concat([Buffer.of(transaction, type), body]));
  }
}

/** DISCONNECT has its cause first; the others have it as an optional element, which comes first too where it is. */
function readCause(type: number, layer3: Buffer): number | undefined {
  if (type === CC.disconnect) return layer3[4]! & 0x7f;
  const releases = type === CC.release || type === CC.releaseComplete;
  return releases && layer3[2] === CAUSE ? layer3[5]! & 0x7f : undefined;
}
