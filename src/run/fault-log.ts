import type { Logger } from 'pino';
import { isConnectionFailure } from '../store/database/database.ts';

/** While the database is away every loop fails several times a second: that is said once in so long. */
const SAY_AGAIN_MS = 30_000;

/** Logs failures of loops: each with its stack, but a database that is away in one line, and not again at once. */
export function faultLog(
  log: Pick<Logger, 'error' | 'warn'>,
  now: () => number = () => performance.now(),
): (error: unknown, facts: Readonly<Record<string, unknown>>, what: string) => void {
  let saidAt: number | null = null;
  return (error, facts, what) => {
    if (!isConnectionFailure(error)) {
      log.error({ err: error, ...facts }, what);
      return;
    }
    if (saidAt !== null && now() - saidAt < SAY_AGAIN_MS) return;
    saidAt = now();
    log.warn(
      { code: (error as { code?: unknown }).code, ...facts },
      'the database cannot be reached; what waits goes on when it can',
    );
  };
}
