import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import { refuseNul } from '../../http/kit/request-bounds.ts';

/** A file of a form with several, and the input in which it was chosen. */
export interface GivenFile {
  readonly field: string;
  readonly bytes: Uint8Array;
}

/** What a form brought: its fields and its file. */
export interface Given {
  readonly values: Readonly<Record<string, string>>;
  /** The same fields uncut, for the few that are longer than what people type: a signature's strokes, a token. */
  readonly long: Readonly<Record<string, string>>;
  readonly upload: Uint8Array | null;
  /** Of pages that take several files. */
  readonly files: readonly GivenFile[];
  /** The inputs of those whose files were too large, and are not kept. */
  readonly shed: readonly string[];
  /** Of a page that reads its file while it comes in; null where none was chosen. Who takes it reads it, or lets it go. */
  readonly stream: { readonly field: string; readonly file: Readable } | null;
}

export const NOTHING_GIVEN: Given = { values: {}, long: {}, upload: null, files: [], shed: [], stream: null };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The bytes of the largest file of a page that reads it while it comes in. */
    streamedFile?: number;
  }
}

/** More than any form of ours has. */
const MAX_FIELDS = 64;
const MAX_NAME_BYTES = 64;
/** Longer texts are cut. */
const MAX_VALUE_LENGTH = 2_000;
const FORM_BYTES = 65_536;
const MB = 1024 * 1024;
/** Of a page that takes several files, a text may be as long as a list of some hundred numbers. */
const LONG_FIELD = 32_768;
/** What is read of a form whose files are let go where they are too large: then its page can say so. */
const MOST_READ = 160 * MB;

/** The largest body of a page that takes a file of so many bytes: there is room for the form around it. */
export function uploadBytesFor(fileBytes: number): number {
  return fileBytes + FORM_BYTES;
}

/**
 * Reads forms as they arrive: bounded in bytes, fields and names, so that one which is none of ours is refused where it
 * goes beyond, and nothing is made of it. Only pages that ask for a file read files.
 */
export function readForms(app: FastifyInstance): void {
  const form = 'application/x-www-form-urlencoded';
  for (const type of [form, 'multipart/form-data'])
    if (app.hasContentTypeParser(type)) app.removeContentTypeParser(type);
  app.addContentTypeParser(form, (_request, payload, done) => {
    bodyOf(payload)
      .then(urlEncoded)
      .then((given) => done(null, given), done);
  });
  app.addContentTypeParser('multipart/form-data', (request, payload, done) => {
    const { uploadBytes = FORM_BYTES, severalFiles, streamedFile } = request.routeOptions.config;
    if (streamedFile !== undefined) {
      streamed(request.raw, payload, streamedFile).then((given) => done(null, given), done);
      return;
    }
    const bounds =
      severalFiles === undefined ? boundsOfOne(uploadBytes) : boundsOf(severalFiles, uploadBytes);
    multipart(request.raw, payload, bounds).then((given) => done(null, given), done);
  });
}

/** What a parser of ours made of a request's body. */
export function givenIn(body: unknown): Given {
  return body instanceof Form ? body : NOTHING_GIVEN;
}

class Form implements Given {
  readonly values: Record<string, string> = {};
  readonly long: Record<string, string> = {};
  upload: Uint8Array | null = null;
  readonly files: GivenFile[] = [];
  readonly shed: string[] = [];
  stream: Given['stream'] = null;

  /** @param more of the same name: of check boxes they belong together */
  add(name: string, value: string, more: 'join' | 'first'): void {
    refuseNul(name);
    refuseNul(value);
    const before = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    if (before !== undefined && more === 'first') return;
    const text = before === undefined ? value : `${before} ${value}`;
    const own = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(this.values, name, { ...own, value: text.slice(0, MAX_VALUE_LENGTH) });
    if (before === undefined) Object.defineProperty(this.long, name, { ...own, value });
  }
}

/** What is read of a text form that is refused for its length. */
const LET_GO = 16 * 1024 * 1024;

/**
 * A form as text. What goes beyond its bound is let go, and refused at its end: whoever pasted some megabytes would else see a
 * connection that broke, and not why. Of still longer ones the end is not waited for.
 */
function bodyOf(payload: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let parts: Buffer[] = [];
    let size = 0;
    payload.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= FORM_BYTES) parts.push(chunk);
      else parts = [];
      if (size > LET_GO) reject(payloadTooLarge(FORM_BYTES));
    });
    payload.on('error', reject);
    payload.on('end', () => {
      if (size > FORM_BYTES) reject(payloadTooLarge(FORM_BYTES));
      else resolve(Buffer.concat(parts).toString('utf8'));
    });
  });
}

function urlEncoded(body: string): Given {
  let fields = 1;
  for (let at = body.indexOf('&'); at >= 0; at = body.indexOf('&', at + 1)) {
    fields += 1;
    if (fields > MAX_FIELDS) throw new HandbackError('payload_too_large');
  }
  const form = new Form();
  for (const [name, value] of new URLSearchParams(body)) {
    if (name.length > MAX_NAME_BYTES) throw new HandbackError('payload_too_large');
    form.add(name, value, 'join');
  }
  return form;
}

interface Bounds {
  /** Of the whole body. */
  readonly mostBytes: number;
  readonly fieldSize: number;
  readonly files: number;
  readonly fileSize: number;
  /** Of several files, what is kept of all together; null for one file, which is refused where it is too large. */
  readonly kept: number | null;
}

function boundsOfOne(mostBytes: number): Bounds {
  const fileSize = Math.max(mostBytes - FORM_BYTES, FORM_BYTES);
  return { mostBytes, fieldSize: 4 * MAX_VALUE_LENGTH, files: 1, fileSize, kept: null };
}

function boundsOf({ most, each }: { most: number; each: number }, uploadBytes: number): Bounds {
  const kept = uploadBytes - FORM_BYTES;
  return { mostBytes: MOST_READ, fieldSize: LONG_FIELD, files: most, fileSize: each, kept };
}

/** Several files as they arrive: one that is too large, or for which there is no room beside the others, is let go. */
class Files {
  readonly #form: Form;
  readonly #most: number;
  #held = 0;

  constructor(form: Form, most: number) {
    this.#form = form;
    this.#most = most;
  }

  take(field: string, file: Readable): void {
    let parts: Buffer[] = [];
    let size = 0;
    let shed = false;
    const shedIt = (): void => {
      if (!shed) this.#form.shed.push(field);
      shed = true;
      this.#held -= size;
      [parts, size] = [[], 0];
    };
    file.on('data', (chunk: Buffer) => {
      if (shed) return;
      parts.push(chunk);
      size += chunk.length;
      this.#held += chunk.length;
      if (this.#held > this.#most) shedIt();
    });
    file.on('limit', shedIt);
    file.on('end', () => {
      // An input in which nothing was chosen sends an empty file.
      if (!shed && size > 0) this.#form.files.push({ field, bytes: Buffer.concat(parts) });
    });
  }
}

function multipart({ headers }: IncomingMessage, payload: Readable, bounds: Bounds): Promise<Given> {
  const { mostBytes, kept } = bounds;
  return new Promise((resolve, reject) => {
    const declared = Number(headers['content-length'] ?? 0);
    if (declared > mostBytes) {
      payload.resume();
      reject(payloadTooLarge(mostBytes));
      return;
    }
    const form = new Form();
    const parts: Buffer[] = [];
    let parser: InstanceType<typeof Busboy>;
    const fail = (error: Error): void => {
      payload.unpipe(parser);
      payload.off('data', count);
      // What is still to come is let go, up to the time that a request may take.
      payload.resume();
      reject(error);
    };
    const tooLarge = (): void => fail(payloadTooLarge(mostBytes));
    const unreadable = (cause: unknown): void => fail(new HandbackError('request_invalid', {}, { cause }));
    let received = 0;
    const count = (chunk: Buffer): void => {
      received += chunk.length;
      if (received > mostBytes) tooLarge();
    };
    try {
      parser = new Busboy({
        headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
        limits: {
          fields: MAX_FIELDS,
          files: bounds.files,
          parts: MAX_FIELDS + bounds.files,
          fieldNameSize: MAX_NAME_BYTES,
          fieldSize: bounds.fieldSize,
          fileSize: bounds.fileSize,
          headerPairs: 16,
          headerSize: 4_096,
        },
      });
    } catch (error) {
      payload.resume();
      reject(new HandbackError('request_invalid', {}, { cause: error }));
      return;
    }
    parser.on('field', (name, value) => {
      try {
        form.add(name, value, 'first');
      } catch (error) {
        fail(error as Error);
      }
    });
    const several = kept === null ? null : new Files(form, kept);
    parser.on('file', (name, file) => {
      file.on('error', unreadable);
      if (several !== null) {
        several.take(name, file);
        return;
      }
      file.on('data', (chunk: Buffer) => parts.push(chunk));
      file.on('limit', tooLarge);
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, tooLarge);
    parser.on('error', unreadable);
    parser.on('finish', () => {
      const file = Buffer.concat(parts);
      if (file.length > 0) form.upload = file;
      resolve(form);
    });
    payload.on('data', count);
    payload.on('error', unreadable);
    payload.pipe(parser);
  });
}

/** A form whose last part is a file: it is handed on as it comes in, with the fields that stood before it. */
function streamed({ headers }: IncomingMessage, payload: Readable, mostBytes: number): Promise<Given> {
  return new Promise((resolve, reject) => {
    if (Number(headers['content-length'] ?? 0) > uploadBytesFor(mostBytes)) {
      payload.resume();
      reject(payloadTooLarge(mostBytes));
      return;
    }
    const form = new Form();
    let parser: InstanceType<typeof Busboy>;
    const letGo = (): void => {
      payload.unpipe(parser);
      payload.resume();
    };
    const fail = (error: Error): void => {
      form.stream?.file.destroy(error);
      letGo();
      reject(error);
    };
    // Once the file is handed on, the form was one: what fails then is that the rest of it does not come.
    const unreadable = (cause: unknown): void =>
      fail(new HandbackError(form.stream === null ? 'request_invalid' : 'upload_broken_off', {}, { cause }));
    try {
      parser = new Busboy({
        headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
        limits: {
          ...{ fields: MAX_FIELDS, files: 1, parts: MAX_FIELDS + 1, fieldNameSize: MAX_NAME_BYTES },
          ...{ fieldSize: 4 * MAX_VALUE_LENGTH, fileSize: mostBytes, headerPairs: 16, headerSize: 4_096 },
        },
      });
    } catch (error) {
      unreadable(error);
      return;
    }
    parser.on('field', (name, value) => {
      try {
        form.add(name, value, 'first');
      } catch (error) {
        fail(error as Error);
      }
    });
    parser.on('file', (field, file, filename) => {
      // An input in which nothing was chosen sends an empty file without a name.
      if (filename === undefined || filename === '') {
        file.resume();
        return;
      }
      form.stream = { field, file };
      file.on('limit', () => file.destroy(payloadTooLarge(mostBytes)));
      file.on('error', () => undefined);
      // Whoever read it may have had enough in the middle; what is still to come must not hold up the answer.
      file.on('close', letGo);
      resolve(form);
    });
    parser.on('error', unreadable);
    parser.on('finish', () => resolve(form));
    payload.on('error', unreadable);
    payload.on('close', () => {
      if (form.stream?.file.readableEnded === false && (payload as IncomingMessage).complete !== true)
        form.stream.file.destroy(new HandbackError('upload_broken_off'));
    });
    payload.pipe(parser);
  });
}

function payloadTooLarge(mostBytes: number): HandbackError {
  return new HandbackError(
    'payload_too_large',
    mostBytes < MB ? {} : { megabytes: Math.floor(mostBytes / MB) },
  );
}
