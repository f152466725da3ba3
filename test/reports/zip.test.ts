import { expect, it } from 'vitest';
import { type ArchiveFile, zipOf } from '../../src/reports/zip.ts';

async function* parts(some: readonly string[], end?: Error): AsyncGenerator<string> {
  yield* some;
  if (end !== undefined) throw end;
}
async function* files(...some: ArchiveFile[]): AsyncGenerator<ArchiveFile> {
  yield* some;
}
const NOW = new Date('2026-11-30T08:00:00Z');

it('shows nothing of what is in it', async () => {
  const secret = 'a name that stands in the file';
  const zip = zipOf(files({ name: 'a.txt', parts: parts([secret]) }), 'four plain words 7', NOW);
  const bytes = Buffer.concat(await Array.fromAsync(zip));
  expect(bytes.includes('a.txt')).toBe(true);
  expect(bytes.includes(secret.slice(0, 6))).toBe(false);
});

it('fails where a source fails, and is never taken for whole', async () => {
  const zip = zipOf(
    files({ name: 'a', parts: parts(['1']) }, { name: 'b', parts: parts(['2'], new Error('gone')) }),
    'four plain words 7',
    NOW,
  );
  await expect(Array.fromAsync(zip)).rejects.toThrow('gone');
});

it('reads on only as far as somebody takes', async () => {
  let made = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      made += 1;
      // Nothing of it can be compressed.
      yield crypto.getRandomValues(new Uint8Array(65_536));
    }
  }
  const zip = zipOf(files({ name: 'a', parts: endless() }), 'four plain words 7', NOW);
  let taken = 0;
  for await (const chunk of zip) {
    taken += chunk.length;
    if (taken > 5_000_000) break;
  }
  expect(made * 65_536 - taken).toBeLessThan(5_000_000);
});
