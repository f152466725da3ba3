import { ReadStream } from 'node:tty';

const ENTER = new Set(['\r', '\n']);
const INTERRUPT = '\u0003';
const END = '\u0004';
const ERASE = new Set(['\u007f', '\b']);

/** Asks at the terminal, and shows nothing of what is typed; null where nobody sits there, or who sits there gives nothing. */
export async function askSecret(prompt: string): Promise<string | null> {
  const { stdin } = process;
  if (!(stdin instanceof ReadStream)) return null;
  // First: whoever answers at once must not see it.
  stdin.setRawMode(true);
  process.stderr.write(prompt);
  stdin.setEncoding('utf8');
  try {
    return await new Promise<string | null>((resolve) => {
      let typed = '';
      const take = (text: string): void => {
        for (const key of text) {
          if (ERASE.has(key)) typed = typed.slice(0, -1);
          else if (ENTER.has(key) || key === END || key === INTERRUPT) {
            stdin.off('data', take);
            resolve(ENTER.has(key) ? typed : null);
            return;
          } else typed += key;
        }
      };
      stdin.on('data', take);
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    process.stderr.write('\n');
  }
}
