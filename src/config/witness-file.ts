import { readFile } from 'node:fs/promises';
import { HandbackError } from '../domain/errors.ts';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import { decimal } from '../tlog/bytes.ts';
import { ED25519_COSIGNATURE, type NoteKey, parseVkey } from '../tlog/note.ts';

export interface WitnessAddress {
  readonly key: NoteKey;
  /** Below which it answers, without a slash at its end. */
  readonly url: string;
}

export interface WitnessFile {
  readonly witnesses: readonly WitnessAddress[];
  readonly quorum: number;
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Reads the witnesses of the public log: `VKEY URL` a line, at most one `quorum N`; empty lines and lines after `#` are passed
 * over.
 *
 * @throws HandbackError `witnesses_invalid`; `problems` are the lines that are none
 * @throws the error of the file system for a file that cannot be opened
 */
export async function readWitnessFile(path: string): Promise<WitnessFile> {
  return parseWitnesses(await readFile(path, 'utf8'));
}

/** @throws HandbackError `witnesses_invalid` */
export async function parseWitnesses(text: string): Promise<WitnessFile> {
  const witnesses: WitnessAddress[] = [];
  const problems: string[] = [];
  let quorum: number | null = null;
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const words = line
      .replace(/(^|\s)#.*/, '')
      .trim()
      .split(/\s+/);
    if (words[0] === '') continue;
    const wrong = (what: string): void => void problems.push(`${at + 1}: ${what}`);
    if (words[0] === 'quorum') {
      const wanted = decimal(words[1] ?? '');
      if (wanted === null || words.length > 2 || quorum !== null) wrong('quorum N, once');
      quorum = wanted;
      continue;
    }
    const key = await parseVkey(words[0]!, nodeVerifyCrypto);
    const url = URL.parse(words[1] ?? '');
    if (key?.type !== ED25519_COSIGNATURE)
      wrong('the key is no vkey of an Ed25519 witness (C2SP tlog-cosignature)');
    else if (url === null || words.length > 2 || !isOurs(url)) wrong('the address is no https:// address');
    else if (witnesses.some((one) => one.key.name === key.name)) wrong('this witness is named above');
    else witnesses.push({ key, url: url.href.replace(/\/$/, '') });
  }
  if ((quorum ?? 0) > witnesses.length)
    problems.push(`quorum ${quorum}: there are ${witnesses.length} witnesses`);
  if (problems.length > 0) throw new HandbackError('witnesses_invalid', { problems });
  return { witnesses, quorum: quorum ?? 0 };
}

/** What a witness answers is signed; only on this machine it may come in the clear. */
const isOurs = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
