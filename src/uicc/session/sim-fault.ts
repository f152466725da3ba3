/** Why a card could not be read at all. */
export type SimFaultCode =
  /** The library that speaks PC/SC is not installed here. */
  | 'pcsc_missing'
  /** Nobody runs the service that knows the readers (pcscd). */
  | 'pcsc_not_running'
  | 'no_reader'
  /** Several readers, or several cards, and none was named. */
  | 'which_reader'
  | 'no_card'
  | 'card_mute'
  | 'card_in_use'
  /** It was taken out, or reset by another program, while it was read. */
  | 'card_gone'
  /** The reader or its service failed. */
  | 'reader_failed'
  /** It answers, and is no SIM. */
  | 'not_a_sim'
  /** It asks for its PIN, and nobody is there to give it. */
  | 'pin_needed'
  /** What was given is not 4 to 8 digits; it was not tried. */
  | 'pin_malformed'
  | 'pin_wrong'
  /** One try is left, and it was not said that it may be used. */
  | 'pin_last_try'
  /** No try is left: only the PUK opens it. */
  | 'puk_locked'
  /** It answered something that no card should. */
  | 'card_protocol';

/** What else is known: tries left, names of readers, what the card or the library answered. */
export interface SimFaultFacts {
  readonly triesLeft?: number | null;
  readonly readers?: readonly string[];
  readonly detail?: string;
}

export class SimFault extends Error {
  readonly code: SimFaultCode;
  readonly facts: SimFaultFacts;

  constructor(code: SimFaultCode, facts: SimFaultFacts = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.facts = facts;
  }
}
