import { vi } from 'vitest';

/** As `vi.waitFor`, with the patience of a busy machine: its own second is a test of speed. */
export function waitFor<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 45_000, interval: 20 });
}
