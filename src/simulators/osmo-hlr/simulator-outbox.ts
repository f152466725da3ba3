import type { Socket } from 'node:net';
import type { Behaviour } from './simulator-state.ts';

interface Slot {
  bytes: Buffer | null;
  cut: boolean;
}

/** What a peer that has lost its mind sends: no frame of IPA, no line of a VTY. */
const GARBAGE = Buffer.from('ffff00fe80818283c0c1', 'hex');

/**
 * The answers of one simulated connection: one write a turn, latency, faults. `inOrder` for a VTY, whose
 * answers can only leave in the order of their commands.
 */
export class Outbox {
  readonly #socket: Socket;
  readonly #inOrder: boolean;
  #slots: Slot[] = [];
  #batch: Buffer[] = [];

  constructor(socket: Socket, inOrder: boolean) {
    this.#socket = socket;
    this.#inOrder = inOrder;
  }

  /** @param nulAt where in `bytes` a NUL does harm without breaking the framing */
  answer(bytes: Buffer, behaviour: Behaviour, latencyMs: number, nulAt: number): void {
    if (behaviour === 'silent' || behaviour === 'lost') {
      // A VTY that swallows one answer swallows all that follow it.
      if (this.#inOrder) this.#slots.push({ bytes: null, cut: false });
      return;
    }
    const slot: Slot = { bytes: null, cut: behaviour === 'cut' };
    if (this.#inOrder) this.#slots.push(slot);
    const ready = disturbed(bytes, behaviour, nulAt);
    const release = (): void => {
      slot.bytes = ready;
      if (this.#inOrder) this.#drain();
      else this.#send(slot);
    };
    if (latencyMs > 0) setTimeout(release, latencyMs);
    else release();
  }

  write(bytes: Buffer): void {
    if (this.#batch.push(bytes) === 1) queueMicrotask(() => this.#flush());
  }

  #drain(): void {
    let sent = 0;
    while (sent < this.#slots.length && this.#slots[sent]!.bytes !== null) this.#send(this.#slots[sent++]!);
    if (sent > 0) this.#slots = this.#slots.slice(sent);
  }

  #send(slot: Slot): void {
    this.write(slot.bytes!);
    if (slot.cut) {
      this.#flush();
      this.#socket.end();
    }
  }

  #flush(): void {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0 && this.#socket.writable) this.#socket.write(Buffer.concat(batch));
  }
}

function disturbed(bytes: Buffer, behaviour: Behaviour, nulAt: number): Buffer {
  if (behaviour === 'garbage') return GARBAGE;
  if (behaviour === 'cut') return bytes.subarray(0, bytes.length >> 1);
  if (behaviour === 'nul') {
    const copy = Buffer.from(bytes);
    copy[nulAt] = 0;
    return copy;
  }
  return bytes;
}
