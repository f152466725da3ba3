import type { WriteStream } from 'node:tty';
import type { ImportCounts } from '../operations/lines/import-run.ts';
import { commandWords } from './reader-language.ts';

export interface ImportProgress {
  /** Passes the file through and counts it. */
  count(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  show(counts: ImportCounts): void;
  end(): void;
  seconds(): number;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5_000;
const BAR_WIDTH = 24;

/** A bar with rate, rows and bad rows on a terminal; elsewhere a plain line now and then; nothing with `quiet`. */
export function importProgress(
  out: NodeJS.WriteStream | WriteStream,
  size: number | null,
  quiet: boolean,
): ImportProgress {
  const { import: words } = commandWords();
  const startedAt = performance.now();
  const every = out.isTTY ? REDRAW_MS : PLAIN_LINE_MS;
  let shownAt = startedAt;
  let endedAt: number | null = null;
  let drawn = false;
  let bytes = 0;
  const seconds = () => ((endedAt ?? performance.now()) - startedAt) / 1000;
  return {
    seconds,
    async *count(source) {
      for await (const part of source) {
        bytes += part.length;
        yield part;
      }
    },
    show(counts) {
      const now = performance.now();
      if (quiet || now - shownAt < every) return;
      shownAt = now;
      const rate = Math.round(counts.rows / seconds());
      const text = words.progress(counts.rows, rate, counts.failed);
      if (!out.isTTY) {
        out.write(`${text}\n`);
        return;
      }
      drawn = true;
      out.write(`\r\u001B[K${bar(size, bytes)}${text}`);
    },
    end() {
      endedAt ??= performance.now();
      if (drawn) out.write('\r\u001B[K');
      drawn = false;
    },
  };
}

function bar(size: number | null, bytes: number): string {
  if (size === null || size === 0) return '';
  const part = Math.min(1, bytes / size);
  const full = Math.round(part * BAR_WIDTH);
  return `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)} ${String(Math.floor(part * 100)).padStart(3)} %  `;
}
