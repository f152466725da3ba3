import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import { parseAddCheckpoint, SIZE_MEDIA_TYPE } from '../tlog/add-checkpoint.ts';
import { equal } from '../tlog/bytes.ts';
import { openCheckpoint, parseCheckpoint, type TreeHead } from '../tlog/checkpoint.ts';
import { cosignatureBytes, cosignedText } from '../tlog/cosignature.ts';
import {
  ED25519_COSIGNATURE,
  keyIdInput,
  keyIdOf,
  type NoteKey,
  parseNote,
  signatureLine,
  vkeyText,
} from '../tlog/note.ts';
import { EMPTY_ROOT } from '../tlog/tree.ts';
import { extendsTree } from '../tlog/tree-check.ts';

export interface WitnessSimulator {
  readonly url: string;
  readonly key: NoteKey;
  readonly vkey: string;
  /** What it saw last of a log. */
  seen(origin: string): TreeHead;
  close(): Promise<void>;
}

const MOST_BYTES = 64 * 1024;

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body?: string;
}

/**
 * A witness as strict as C2SP tlog-witness asks for, with its state in memory: it cosigns only what continues what it cosigned
 * last.
 */
export async function startWitness(name: string, logs: readonly NoteKey[]): Promise<WitnessSimulator> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const bytes = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
  const id = keyIdOf(await nodeVerifyCrypto.sha256(keyIdInput(name, ED25519_COSIGNATURE, bytes)));
  const key: NoteKey = { name, keyId: id, type: ED25519_COSIGNATURE, key: bytes };
  const heads = new Map<string, TreeHead>();
  const seen = (origin: string): TreeHead => heads.get(origin) ?? { size: 0, root: EMPTY_ROOT };
  // One at a time: two that continue the same head must not both be cosigned.
  let turn: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    turn = turn
      .then(() => answer(request, (body) => judge(body, logs, seen, heads, key, privateKey)))
      .then((said) => send(response, said))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    vkey: vkeyText(key),
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, judged: (body: string) => Promise<Answer>): Promise<Answer> {
  if (request.url !== '/add-checkpoint') return { status: 404 };
  if (request.method !== 'POST') return { status: 405 };
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) return { status: 413 };
    parts.push(part);
  }
  return judged(Buffer.concat(parts).toString('utf8'));
}

async function judge(
  body: string,
  logs: readonly NoteKey[],
  seen: (origin: string) => TreeHead,
  heads: Map<string, TreeHead>,
  key: NoteKey,
  privateKey: KeyObject,
): Promise<Answer> {
  const asked = parseAddCheckpoint(body);
  const note = asked === null ? null : parseNote(asked.checkpoint);
  const claimed = note === null ? null : parseCheckpoint(note.text);
  if (asked === null || note === null || claimed === null) return { status: 400 };
  if (!logs.some(({ name }) => name === claimed.origin)) return { status: 404 };
  const opened = await openCheckpoint(asked.checkpoint, logs, nodeVerifyCrypto);
  if (!opened.ok) return { status: 403 };
  const { checkpoint } = opened;
  if (asked.old > checkpoint.size) return { status: 400 };
  const last = seen(checkpoint.origin);
  const conflict = { status: 409, type: SIZE_MEDIA_TYPE, body: `${last.size}\n` };
  if (asked.old !== last.size) return conflict;
  if (last.size === checkpoint.size && !equal(last.root, checkpoint.root)) return conflict;
  if (!(await extendsTree(last, checkpoint, asked.proof, nodeVerifyCrypto))) return { status: 422 };
  heads.set(checkpoint.origin, checkpoint);
  const seconds = Math.floor(Date.now() / 1000);
  const signature = cosignatureBytes(
    seconds,
    new Uint8Array(sign(null, cosignedText(note.text, seconds), privateKey)),
  );
  return { status: 200, body: `${signatureLine({ ...key, signature })}\n` };
}

function send(
  response: ServerResponse,
  { status, type = 'text/plain; charset=utf-8', body = '' }: Answer,
): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}
