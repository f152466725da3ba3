import type { Recorded } from './record.ts';

export interface EngineOptions {
  /** Cases held at once by this process. */
  readonly capacity: number;
  /** The part of `capacity` that campaigns may fill, so that a person never waits behind one. */
  readonly campaignShare: number;
  /** Outcomes a transaction. */
  readonly commitSize: number;
  readonly commitsAtOnce: number;
  readonly leaseMs: number;
  /** How long to wait, when nothing is due, before looking again; a wake-up comes sooner. */
  readonly idleMs: number;
}

export const ENGINE_DEFAULTS: EngineOptions = {
  capacity: 3200,
  campaignShare: 0.85,
  commitSize: 500,
  commitsAtOnce: 3,
  leaseMs: 60_000,
  idleMs: 1_000,
};

export interface EngineEvents {
  onCommit?(recorded: readonly Recorded[]): void;
  onFault?(where: string, error: unknown): void;
  /** A peer is away: cases that need it wait. Told once, until `onBack`. */
  onAway?(away: { readonly connector: string; readonly code: string }): void;
  onBack?(back: { readonly connector: string; readonly seconds: number }): void;
}
