import { ExitCode } from './exit-code.ts';
import { commandWords } from './reader-language.ts';

/**
 * Ends this process with one sentence when the database that it started is gone, killed perhaps: nothing here works without
 * it, and what was committed is there at the next start.
 */
export function endWithDatabase(ended: Promise<string>, running: { release(): void } | null): void {
  ended.then((said) => {
    const { gone } = commandWords().database;
    process.stderr.write(`handback: ${gone}${said === '' ? '' : `\n${said}`}\n`);
    running?.release();
    process.exit(ExitCode.failed);
  });
}
