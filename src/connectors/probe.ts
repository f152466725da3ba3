import type { Surroundings } from './driver.ts';

/** What one way to a peer answered. */
export interface ProbeAnswer {
  /** E.g. `ctrl`. */
  readonly channel: string;
  readonly address: string;
  /** A stable word or the system's code; null where the peer answered as it should. */
  readonly fault: string | null;
}

/**
 * Connects to a peer and asks it something harmless on each way that its driver uses. Never throws for a peer that is away.
 * @throws Error where the address, or a file that it needs, cannot be used
 */
export type Probe = (
  url: URL,
  surroundings: Surroundings,
  timeoutMs: number,
) => Promise<readonly ProbeAnswer[]>;
