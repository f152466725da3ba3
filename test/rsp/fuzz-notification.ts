import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readMembers, readOnly, type Tlv, tlv } from '../../src/asn1/der.ts';
import { readTrustAnchors, type TrustAnchors } from '../../src/rsp/trust-anchors.ts';
import { NotificationVerifier, type Verdict } from '../../src/rsp/verify-notification.ts';
import {
  issueEuicc,
  issueEum,
  issueSubCi,
  issueSubEum,
  keyIdOf,
  makeCi,
  makeTestChain,
} from '../../src/simulators/pki/rsp-chain.ts';
import { AT, eidFrom, metadata, notificationOf, reasonOf } from './fixtures.ts';

/**
 * Damages genuine notifications in every way that a stranger or a broken device could, and asserts of each verdict:
 * the verifier answered, it accepted nothing that no trusted eUICC signed, what it accepted lies within the bytes that
 * it was given, and what it remembers changes no answer.
 */
export interface FuzzReport {
  /** How often each reason was given; `ok` for damage that leaves what is signed as it was. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Bytes, after garbage collection. */
  readonly heapBefore: number;
  readonly heapAfter: number;
}

interface Corpus {
  readonly anchors: TrustAnchors;
  /** Accepted as they are. */
  readonly genuine: readonly Buffer[];
  /** Well made by strangers, to be mixed with the genuine ones. */
  readonly foreign: readonly Buffer[];
}

/** Every this many iterations a new verifier must say the same as the one that has seen them all. */
const COMPARED_EVERY = 100;
const MAX_EXTENSION = 64;

export function fuzzNotifications(options: { iterations: number; seed: number }): FuzzReport {
  const { iterations, seed } = options;
  const { anchors, genuine, foreign } = makeCorpus();
  const verifier = new NotificationVerifier({ anchors });
  const signed = new Set(genuine.map((der) => signedFacts(verifier.verify(der, AT))));
  const verdicts: Record<string, number> = {};
  const random = randomFrom(seed);
  const collect = collector();
  collect();
  const before = process.memoryUsage();
  for (let i = 0; i < iterations; i++) {
    const der = damage(random, genuine, foreign);
    const verdict = verifier.verify(der, AT);
    const reason = reasonOf(verdict);
    verdicts[reason] = (verdicts[reason] ?? 0) + 1;
    const wrong =
      complaintAbout(verdict, der, signed) ??
      (i % COMPARED_EVERY === 0 ? compare(anchors, der, reason) : null);
    if (wrong !== null) throw new Error(`${wrong} (seed ${seed}, iteration ${i}): ${der.toString('hex')}`);
  }
  collect();
  const after = process.memoryUsage();
  return {
    verdicts,
    heapBefore: before.heapUsed,
    heapAfter: after.heapUsed,
  };
}

function complaintAbout(verdict: Verdict, der: Buffer, signed: ReadonlySet<string>): string | null {
  if (!verdict.ok) return null;
  if (!signed.has(signedFacts(verdict))) return 'accepted what nobody signed';
  const { tbs, signature, euiccCertificate, issuerCertificates } = verdict.notification;
  const within = (part: Buffer) =>
    part.buffer === der.buffer &&
    part.byteOffset >= der.byteOffset &&
    part.byteOffset + part.length <= der.byteOffset + der.length;
  return [tbs, signature, euiccCertificate, ...issuerCertificates].every(within)
    ? null
    : 'read outside of its bytes';
}

function compare(anchors: TrustAnchors, der: Buffer, reason: string): string | null {
  const anew = reasonOf(new NotificationVerifier({ anchors }).verify(der, AT));
  return anew === reason ? null : `says ${reason}, and anew ${anew}`;
}

function signedFacts(verdict: Verdict): string {
  if (!verdict.ok) throw new Error(`a genuine notification is refused: ${verdict.reason}`);
  const { eid, chain, notification } = verdict;
  const { seqNumber, event, origin, address, iccid, tbs } = notification;
  return JSON.stringify([eid, chain, seqNumber, event, origin, address, iccid, tbs.toString('hex')]);
}

function makeCorpus(): Corpus {
  const v2 = makeTestChain({ eid: eidFrom('89049032', 1) });
  const sibling = issueEuicc(v2.eum, eidFrom('89049032', 2));
  const otherEum = issueEum(v2.ci, { prefix: '89044000', organization: 'Another EUM' });
  const cousin = issueEuicc(otherEum, eidFrom('89044000', 3));
  const brainpool = makeTestChain({ curve: 'brainpoolP256r1', eid: eidFrom('89049032', 4) });
  const ci = makeCi({ generation: 'v3' });
  const subCi = issueSubCi(ci);
  const eum = issueEum(subCi, { prefix: '8903', faults: { pathLength: 1 } });
  const subEum = issueSubEum(eum);
  const deep = issueEuicc(subEum, eidFrom('8903', 5));

  // Strangers who claim the key identifiers of the trusted ones, with keys of their own.
  const claimed = keyIdOf(v2.ci.key);
  const falseCi = makeCi({ faults: { subjectKeyId: claimed } });
  const falseEum = issueEum(falseCi, {
    prefix: '89049032',
    faults: { authorityKeyId: claimed, subjectKeyId: keyIdOf(v2.eum.key) },
  });
  const falseEuicc = issueEuicc(falseEum, v2.eid, { authorityKeyId: keyIdOf(v2.eum.key) });
  const beyond = issueEuicc(v2.eum, eidFrom('89044000', 3));
  return {
    anchors: readTrustAnchors([v2.ci.der, brainpool.ci.der, ci.der]),
    genuine: [
      notificationOf(v2.euicc, [v2.eum]),
      notificationOf(v2.euicc, [v2.eum], metadata({ seqNumber: 8, event: 'install' })),
      notificationOf(v2.euicc, [v2.eum], metadata({ seqNumber: 300, event: 'enable', iccid: null })),
      notificationOf(sibling, [v2.eum], metadata({ event: 'delete', origin: 'remote' })),
      notificationOf(cousin, [otherEum]),
      notificationOf(deep, [subEum, eum, subCi]),
      notificationOf(brainpool.euicc, [brainpool.eum]),
    ],
    foreign: [notificationOf(falseEuicc, [falseEum]), notificationOf(beyond, [v2.eum])],
  };
}

/** The damaged notifications of a seed, under the anchors that trust the genuine ones. */
export function damagedNotifications(
  count: number,
  seed: number,
): { anchors: TrustAnchors; damaged: Buffer[] } {
  const { anchors, genuine, foreign } = makeCorpus();
  const random = randomFrom(seed);
  return { anchors, damaged: Array.from({ length: count }, () => damage(random, genuine, foreign)) };
}

type Random = (below: number) => number;

/** Marsaglia's xorshift32: the same damage for the same seed. */
function randomFrom(seed: number): Random {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function damage(random: Random, genuine: readonly Buffer[], foreign: readonly Buffer[]): Buffer {
  const all = [...genuine, ...foreign];
  const pick = (): Buffer => all[random(all.length)]!;
  const original = pick();
  const der = Buffer.concat([original, Buffer.alloc(MAX_EXTENSION)]).subarray(0, original.length);
  switch (random(10)) {
    case 0:
      return flipBits(random, der);
    case 1:
      // The rest stays behind its end, where nobody may read.
      return der.subarray(0, random(der.length));
    case 2:
      return Buffer.from(der.buffer, der.byteOffset, der.length + 1 + random(MAX_EXTENSION));
    case 3:
      return editHeader(random, der, 'length');
    case 4:
      return editHeader(random, der, 'tag');
    case 5:
      return swapMembers(random, der);
    case 6:
      return takeFrom(random, der, pick());
    case 7:
      return takeFrom(random, der, pick());
    case 8:
      return rewriteMetadata(random, der);
    default:
      return splice(random, der, pick());
  }
}

function flipBits(random: Random, der: Buffer): Buffer {
  for (let left = 1 + random(3); left > 0; left--) der[random(der.length)]! ^= 1 << random(8);
  return der;
}

/** Where every TLV in the notification begins, metadata and certificates included. */
function headersIn(der: Buffer): { tagAt: number; lengthAt: number }[] {
  const found: { tagAt: number; lengthAt: number }[] = [];
  const walk = (value: Tlv): void => {
    const tagAt = value.raw.byteOffset - der.byteOffset;
    const lengthAt = tagAt + (value.tag > 0xff ? 2 : 1);
    found.push({ tagAt, lengthAt });
    const constructed = (value.raw[0]! & 0x20) !== 0;
    if (constructed) for (const member of readMembers(value, value.tag)) walk(member);
  };
  walk(readOnly(der));
  return found;
}

function editHeader(random: Random, der: Buffer, part: 'tag' | 'length'): Buffer {
  const headers = headersIn(der);
  const { tagAt, lengthAt } = headers[random(headers.length)]!;
  if (part === 'tag') der[tagAt] = random(256);
  else der[lengthAt] = random(2) === 0 ? random(256) : der[lengthAt]! + (random(2) === 0 ? 1 : 255);
  return der;
}

const members = (der: Buffer): Buffer[] => readMembers(readOnly(der), 0x30).map((one) => one.raw);

/** Two members change places, one comes twice, or one is left out. */
function swapMembers(random: Random, der: Buffer): Buffer {
  const parts = members(der);
  const [one, other] = [random(parts.length), random(parts.length)];
  const way = random(3);
  if (way === 0) [parts[one], parts[other]] = [parts[other]!, parts[one]!];
  else if (way === 1) parts.splice(one, 0, parts[other]!);
  else parts.splice(one, 1);
  return tlv(0x30, ...parts);
}

/** Some of the members, certificates above all, are those of another notification. */
function takeFrom(random: Random, der: Buffer, other: Buffer): Buffer {
  const [parts, others] = [members(der), members(other)];
  const which = random(1 << others.length);
  return tlv(0x30, ...parts.map((part, i) => ((which >> i) & 1 ? (others[i] ?? part) : part)));
}

/** Other metadata of the right form, under the signature of the old. */
function rewriteMetadata(random: Random, der: Buffer): Buffer {
  const [tbs, ...rest] = members(der);
  const parts = readMembers(readOnly(tbs!), 0xbf2f);
  const chosen = random(parts.length);
  const rewritten = parts.map(({ tag, content }, i) => {
    if (i !== chosen) return tlv(tag, content);
    const changed = Buffer.from(content);
    if (changed.length > 0) changed[random(changed.length)] = random(256);
    return tlv(tag, changed);
  });
  return tlv(0x30, tlv(0xbf2f, ...rewritten), ...rest);
}

/** The beginning of one and the end of another. */
function splice(random: Random, der: Buffer, other: Buffer): Buffer {
  return Buffer.concat([der.subarray(0, random(der.length)), other.subarray(random(other.length))]);
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
