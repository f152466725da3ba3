import { createHash } from 'node:crypto';
import type { CertificateCopy, Claims } from '../domain/certificates/certificate.ts';
import type { ChannelRegistry } from '../domain/channels/registry.ts';
import type { Logo } from '../domain/operator/house.ts';
import { maskName } from '../domain/people/mask-name.ts';
import type { Language } from '../domain/values/language.ts';
import { maskMsisdn, parseMsisdn } from '../domain/values/msisdn.ts';
import type { Clock } from '../ports/clock.ts';
import { nodeVerifyCrypto } from '../ports/node-verify-crypto.ts';
import { compactOf } from './credential/sd-jwt.ts';
import { issueStatusToken, type StatusEntry } from './credential/status-list.ts';
import { readStatusToken, type StatusListReading } from './credential/status-token.ts';
import type { Masked } from './paper/pdf.ts';
import { PdfCache } from './paper/pdf-cache.ts';
import { signPdf } from './paper/pdf-signer.ts';
import { RenderPool } from './paper/render-worker.ts';
import { issueChannelList } from './sign/channel-list.ts';
import type { KeyRing } from './sign/keys.ts';
import { readTrust, type TrustDocument } from './sign/trust.ts';
import { shownCards } from './verify/shown-cards.ts';
import { maskIccid, shownProfiles } from './verify/shown-profiles.ts';
import type { Verdict } from './verify/verdict.ts';
import { statusOf } from './verify/verify.ts';
import { VerifyPool } from './verify/verify-pool.ts';

/** What pages and API need of certificates: papers, trust, status, verification. */
export interface CertificateService {
  trustDocument(): TrustDocument;
  /** A status list token; null if there is no such list. */
  statusToken(list: number): Promise<string | null>;
  /** The registry of official channels, signed: a compact JWS. */
  channelList(): string;
  /** @param client who asks, as `clientOf` names it: the clients are served in turn */
  renderPdf(copy: CertificateCopy, language: Language, client?: string): Promise<Uint8Array>;
  /** Signs a paper that was drawn with room for it, as the operator: PAdES B-B. */
  signPaper(drawn: Uint8Array): Promise<Uint8Array>;
  /** As whom papers are signed. */
  signerName(): string;
  /** Verifies against our own keys and today's status, as far as it can be had; `number` in E.164. */
  verify(bytes: Uint8Array, number?: string, client?: string): Promise<Verdict>;
  close(): Promise<void>;
}

/** How old a status list may be that we hand out ourselves. */
const STATUS_LIST_MS = 5_000;
/** The same of the list of channels: a key that was revoked must not sign for longer. */
const CHANNEL_LIST_MS = 60_000;

/** A status list of ours: signed and read once, however many ask for it or are compared with it. */
interface OwnList {
  readonly token: string;
  readonly reading: StatusListReading;
}

export function openCertificateService(parts: {
  readonly keyRing: Pick<KeyRing, 'signer'>;
  readonly trust: () => TrustDocument;
  readonly clock: Clock;
  /** The address of a list. */
  readonly statusUri: (list: number) => string;
  /** What a list tells; null if there is none of that number. */
  readonly statuses: (list: number) => Promise<readonly StatusEntry[] | null>;
  readonly certificateUrl: (certificateId: string) => string;
  readonly channels: ChannelRegistry;
  /** What papers bear beside the operator's name; default: nothing. */
  readonly seal?: Logo | null;
  /** Of a demonstration: every paper says that it is of no real line. */
  readonly specimen?: boolean;
}): CertificateService {
  const { keyRing, clock, seal = null, specimen = false } = parts;
  const pool = new RenderPool();
  const verifying = new VerifyPool();
  const papers = new PdfCache();
  // Every page view asks; a list is made anew only once in a while.
  const kept = new Map<number, { readonly madeAt: number; readonly list: Promise<OwnList | null> }>();
  let channels: { readonly madeAt: number; readonly jws: string } | null = null;
  const statusList = (list: number): Promise<OwnList | null> => {
    const now = clock.now();
    const known = kept.get(list);
    if (known !== undefined && Math.abs(now.getTime() - known.madeAt) <= STATUS_LIST_MS) return known.list;
    const made = parts.statuses(list).then(async (entries): Promise<OwnList | null> => {
      if (entries === null) return null;
      const token = issueStatusToken(parts.statusUri(list), entries, keyRing.signer(), now);
      const trust = await readTrust([parts.trust()], nodeVerifyCrypto);
      return { token, reading: await readStatusToken(token, trust, nodeVerifyCrypto) };
    });
    const fresh = { madeAt: now.getTime(), list: made };
    kept.set(list, fresh);
    const forget = () => {
      if (kept.get(list) === fresh) kept.delete(list);
    };
    // Numbers of lists that are not there come from outside, as many as anybody likes.
    made.then((own) => (own === null ? forget() : undefined), forget);
    return made;
  };
  const reading = async (claims: Claims): Promise<StatusListReading | undefined> => {
    const list = Number(/\/(\d{1,6})$/.exec(claims.status.status_list.uri)?.[1] ?? Number.NaN);
    // A certificate of ours from before the public address changed still names our list of that number.
    const own = Number.isNaN(list) ? null : await statusList(list).catch(() => null);
    if (own === null) return undefined;
    const { reading: read } = own;
    return read.ok ? { ok: true, list: { ...read.list, uri: claims.status.status_list.uri } } : read;
  };
  return {
    trustDocument: () => parts.trust(),
    statusToken: async (list) => (await statusList(list))?.token ?? null,
    channelList: () => {
      const now = clock.now();
      if (channels === null || Math.abs(now.getTime() - channels.madeAt) > CHANNEL_LIST_MS)
        channels = {
          madeAt: now.getTime(),
          jws: issueChannelList(parts.channels, keyRing.signer(), now),
        };
      return channels.jws;
    },
    renderPdf: (copy, language, client = '') => {
      const signer = keyRing.signer();
      return papers.get(paperName(copy, language, signer.keyId), () =>
        pool.render(
          copy,
          maskedIn(copy.claims),
          {
            verifyUrl: parts.certificateUrl(copy.claims.jti),
            language,
            seal,
            specimen,
            now: clock.now(),
            signer,
          },
          client,
        ),
      );
    },
    signPaper: (drawn) => signPdf(drawn, keyRing.signer()),
    signerName: () => keyRing.signer().issuer.name,
    verify: async (bytes, number, client = '') => {
      const now = clock.now();
      const verdict = await verifying.verify({ bytes, trust: parts.trust(), number, now }, client);
      if (verdict.result !== 'authentic') return verdict;
      const { claims } = verdict.copy;
      return { ...verdict, status: statusOf(claims, await reading(claims), now) };
    },
    close: async () => {
      await Promise.all([pool.close(), verifying.close()]);
    },
  };
}

/**
 * All that a paper depends on: a copy that shows less, in another language or by another key is another paper. The log grows
 * every second, and any of its proofs will do.
 */
function paperName(copy: CertificateCopy, language: Language, keyId: string): string {
  return createHash('sha256')
    .update(JSON.stringify([compactOf(copy), copy.logProof === null, language, keyId]))
    .digest('base64url');
}

function maskedIn(claims: Claims): Masked {
  const { msisdn, holderName, documentEnding } = claims.subject;
  return {
    msisdn: msisdn === undefined ? null : maskMsisdn(parseMsisdn(msisdn)),
    holder: holderName === undefined ? null : maskName(holderName),
    documentEnding: documentEnding ?? null,
    iccids: claims.accesses.map(({ iccid }) => maskIccid(iccid)),
    profiles: shownProfiles(claims).map(({ iccid, eid }) => ({ iccid, eid })),
    cards: shownCards(claims).map(({ iccid }) => iccid),
  };
}
