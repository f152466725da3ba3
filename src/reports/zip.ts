import { Readable } from 'node:stream';
import { ZipWriter } from '@zip.js/zip.js';

/** One file of an archive, as it is made. */
export interface ArchiveFile {
  /** With `/` between folders. In an encrypted archive it can be read without the passphrase: nothing personal. */
  readonly name: string;
  readonly parts: AsyncIterable<string | Uint8Array>;
}

/** AES-256; the others of the format are 128 and 192 bits. */
const AES_256 = 3;

/**
 * A ZIP, made as it is read: no file is ever whole in memory. With a passphrase its files are encrypted with AES-256 and authenticated (AE-2,
 * as WinZip's specification of 2009 says; 7-Zip and most programs read it); names, sizes and dates stand in the clear.
 *
 * @param passphrase null: not encrypted
 * @param modified the date of every file
 */
export async function* zipOf(
  files: AsyncIterable<ArchiveFile>,
  passphrase: string | null,
  modified: Date,
): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 1 });
  const zip = new ZipWriter(writable, {
    ...(passphrase === null ? {} : { password: passphrase, encryptionStrength: AES_256 }),
    lastModDate: modified,
    useWebWorkers: false,
    // A program for the archives of old systems would else be told of times to the 100 nanoseconds, and of nothing more.
    extendedTimestamp: false,
  });
  const written = (async () => {
    for await (const { name, parts } of files)
      await zip.add(name, Readable.toWeb(Readable.from(bytesOf(parts))) as ReadableStream);
    await zip.close();
  })();
  // A fault of a source reaches whoever reads the archive, and not only whoever asks for this promise.
  written.catch((error) => writable.abort(error).catch(() => undefined));
  try {
    for await (const chunk of readable) yield chunk;
    await written;
  } finally {
    await written.catch(() => undefined);
  }
}

async function* bytesOf(parts: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const part of parts) yield typeof part === 'string' ? encoder.encode(part) : part;
}
