/** The PIN of a card as it is kept (ETSI TS 102 221 section 9.5). */
export interface PinState {
  readonly pin: string;
  readonly puk: string;
  readonly enabled: boolean;
  readonly triesLeft: number;
  readonly pukTriesLeft: number;
}

export const TRIES = { pin: 3, puk: 10 } as const;

/** PIN1 of a card: what was verified is forgotten with the power, the tries are not. */
export class Pin {
  #state: PinState;
  #verified = false;

  constructor(state: PinState) {
    this.#state = state;
  }

  get state(): PinState {
    return this.#state;
  }

  get satisfied(): boolean {
    return this.#verified || !this.#state.enabled;
  }

  get blocked(): boolean {
    return this.#state.triesLeft === 0;
  }

  reset(): void {
    this.#verified = false;
  }

  /** @returns whether it was right; a blocked PIN is never right */
  verify(pin: string): boolean {
    if (this.blocked) return false;
    this.#verified = pin === this.#state.pin;
    const triesLeft = this.#verified ? TRIES.pin : this.#state.triesLeft - 1;
    this.#state = { ...this.#state, triesLeft };
    return this.#verified;
  }

  /** The PUK sets a new PIN and makes it count again; ten wrong ones end the card. */
  unblock(puk: string, pin: string): boolean {
    if (this.#state.pukTriesLeft === 0) return false;
    if (puk !== this.#state.puk) {
      this.#state = { ...this.#state, pukTriesLeft: this.#state.pukTriesLeft - 1 };
      return false;
    }
    this.#state = { ...this.#state, pin, triesLeft: TRIES.pin, pukTriesLeft: TRIES.puk };
    this.#verified = true;
    return true;
  }
}
