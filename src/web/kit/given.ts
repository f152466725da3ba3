import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { FastifyInstance } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import { refuseNul } from '../../http/kit/request-bounds.ts';

/** What a form brought: its fields and its file. */
export interface Given {
  readonly values: Readonly<Record<string, string>>;
  /** The same fields uncut, for the few that are longer than what people type: a signature's strokes, a token. */
  readonly long: Readonly<Record<string, string>>;
  readonly upload: Uint8Array | null;
}

export const NOTHING_GIVEN: Given = { values: {}, long: {}, upload: null };

/** More than any form of ours has. */
const MAX_FIELDS = 64;
const MAX_NAME_BYTES = 64;
/** Longer texts are cut. */
const MAX_VALUE_LENGTH = 2_000;
const FORM_BYTES = 65_536;
const MB = 1024 * 1024;

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
  app.addContentTypeParser(
    form,
    { parseAs: 'string', bodyLimit: FORM_BYTES },
    async (_: unknown, body: string) => urlEncoded(body),
  );
  app.addContentTypeParser('multipart/form-data', (request, payload, done) => {
    const most = request.routeOptions.config.uploadBytes ?? FORM_BYTES;
    multipart(request.raw, payload, most).then((given) => done(null, given), done);
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

function multipart({ headers }: IncomingMessage, payload: Readable, mostBytes: number): Promise<Given> {
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
          files: 1,
          parts: MAX_FIELDS + 1,
          fieldNameSize: MAX_NAME_BYTES,
          fieldSize: 4 * MAX_VALUE_LENGTH,
          fileSize: Math.max(mostBytes - FORM_BYTES, FORM_BYTES),
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
    parser.on('file', (_name, file) => {
      file.on('data', (chunk: Buffer) => parts.push(chunk));
      file.on('limit', tooLarge);
      file.on('error', unreadable);
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

function payloadTooLarge(mostBytes: number): HandbackError {
  return new HandbackError(
    'payload_too_large',
    mostBytes < MB ? {} : { megabytes: Math.floor(mostBytes / MB) },
  );
}
