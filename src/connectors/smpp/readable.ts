import smpp, { type Pdu } from 'smpp';

/** SMPP 3.4 section 5.3.2.32: a payload holds 64 KB. The library ends the connection of whoever sends more than 16. */
const LONGEST_PDU = 68 * 1024;
const HEADER = 16;

const unreadable = new WeakSet<Pdu>();

/**
 * Whether a PDU's header says what it is, and its body cannot be read: a parameter of a length that it cannot have, a time that is
 * none. The library would end the connection for it; the centre would bind again, and hand it over again, without an end.
 */
export const isUnreadable = (pdu: Pdu): boolean => unreadable.has(pdu);

/** Once for the process: the library reads everything by this one function. */
smpp.PDU.maxLength = LONGEST_PDU;
const whole = smpp.PDU.fromStream;
smpp.PDU.fromStream = (stream, length) => {
  let taken: Buffer | null = null;
  const read = (size: number): Buffer | null => {
    taken = stream.read(size);
    return taken;
  };
  try {
    return whole.call(smpp.PDU, { read }, length);
  } catch (error) {
    // Read without types: `taken` is set in a function of its own.
    const body = taken as Buffer | null;
    if (body === null || body.length < HEADER - 4) throw error;
    const head = Buffer.alloc(HEADER);
    head.writeUInt32BE(HEADER, 0);
    body.copy(head, 4, 0, HEADER - 4);
    const pdu = new smpp.PDU(head);
    unreadable.add(pdu);
    return pdu;
  }
};
