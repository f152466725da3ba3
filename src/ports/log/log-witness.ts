export const WITNESS_FAULTS = [
  /** It could not be reached, or did not answer in time. */
  'away',
  /** It does not know this log. */
  'log_unknown',
  'signature_refused',
  'proof_refused',
  'request_refused',
  /** What it answered is none of what a witness can answer. */
  'nonsense',
] as const;

export type WitnessFault = (typeof WITNESS_FAULTS)[number];

export type WitnessAnswer =
  /** Lines of cosignatures, as a signed note carries them; not verified. */
  | { readonly kind: 'cosigned'; readonly lines: string }
  /** It saw a head of this size last, and must be asked from there. */
  | { readonly kind: 'seen'; readonly size: number }
  | { readonly kind: 'failed'; readonly fault: WitnessFault };

/** Somebody else who says that a log shows everybody the same history (C2SP tlog-witness). */
export interface LogWitness {
  /** Asks it to cosign. Never throws. @param body as C2SP tlog-witness gives it */
  addCheckpoint(body: string, signal: AbortSignal): Promise<WitnessAnswer>;
}
