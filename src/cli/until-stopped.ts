/** A terminal tells the whole group of processes, and those above us pass it on: one Ctrl+C may come several times. */
const SAME_SIGNAL_MS = 500;

/** Resolves after SIGINT or SIGTERM, when `close` is done; a second signal ends the process at once. */
export function untilStopped(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let since: number | null = null;
    const stop = (): void => {
      if (since !== null) {
        if (performance.now() - since > SAME_SIGNAL_MS) process.exit(130);
        return;
      }
      since = performance.now();
      close().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
