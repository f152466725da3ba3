import { createHash } from 'node:crypto';
import type { CertificateFile } from '../domain/certificates/certificate.ts';
import type { ChannelRegistry } from '../domain/channels/registry.ts';
import type { Language } from '../domain/values/language.ts';
import { maskMsisdn, parseMsisdn } from '../domain/values/msisdn.ts';
import type { Clock } from '../ports/clock.ts';
import type { Masked } from './paper/pdf.ts';
import { PdfCache } from './paper/pdf-cache.ts';
import { RenderPool } from './paper/render-worker.ts';
import { issueChannelList } from './sign/channel-list.ts';
import type { KeyRing } from './sign/keys.ts';
import { issueStatusList, type StatusEntries, type StatusList } from './sign/status-list.ts';
import type { TrustDocument } from './sign/trust.ts';
import { shownCards } from './verify/shown-cards.ts';
import { maskIccid, shownProfiles } from './verify/shown-profiles.ts';
import type { Verdict } from './verify/verdict.ts';
import { VerifyPool } from './verify/verify-pool.ts';

/** What pages and API need of certificates: papers, trust, status, verification. */
export interface CertificateService {
  trustDocument(): TrustDocument;
  statusList(): Promise<StatusList>;
  /** The registry of official channels, signed: a compact JWS. */
  channelList(): string;
  /** @param client who asks, as `clientOf` names it: the clients are served in turn */
  renderPdf(file: CertificateFile, language: Language, client?: string): Promise<Uint8Array>;
  /** Verifies against our own keys and today's status, as far as it can be had; `number` in E.164. */
  verify(bytes: Uint8Array, number?: string, client?: string): Promise<Verdict>;
  close(): Promise<void>;
}

/** How old a status list may be that we hand out ourselves. */
const STATUS_LIST_MS = 5_000;
/** The same of the list of channels: a key that was revoked must not sign for longer. */
const CHANNEL_LIST_MS = 60_000;

export function openCertificateService(parts: {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly entries: () => Promise<StatusEntries>;
  readonly certificateUrl: (certificateId: string) => string;
  readonly channels: ChannelRegistry;
}): CertificateService {
  const pool = new RenderPool();
  const verifying = new VerifyPool();
  const papers = new PdfCache();
  // Every page view asks; the list is made anew only once in a while.
  let kept: { readonly madeAt: number; readonly list: Promise<StatusList> } | null = null;
  let channels: { readonly madeAt: number; readonly jws: string } | null = null;
  const statusList = (): Promise<StatusList> => {
    const now = parts.clock.now();
    if (kept === null || Math.abs(now.getTime() - kept.madeAt) > STATUS_LIST_MS) {
      const list = parts.entries().then((entries) => issueStatusList(entries, parts.keyRing.signer(), now));
      kept = { madeAt: now.getTime(), list };
      list.catch(() => {
        kept = null;
      });
    }
    return kept.list;
  };
  return {
    trustDocument: () => parts.keyRing.publicKeys(),
    statusList,
    channelList: () => {
      const now = parts.clock.now();
      if (channels === null || Math.abs(now.getTime() - channels.madeAt) > CHANNEL_LIST_MS)
        channels = {
          madeAt: now.getTime(),
          jws: issueChannelList(parts.channels, parts.keyRing.signer(), now),
        };
      return channels.jws;
    },
    renderPdf: (file, language, client = '') => {
      const signer = parts.keyRing.signer();
      return papers.get(paperName(file, language, signer.keyId), () =>
        pool.render(
          file,
          maskedIn(file),
          {
            verifyUrl: parts.certificateUrl(file.statement.certificateId),
            language,
            now: parts.clock.now(),
            signer,
          },
          client,
        ),
      );
    },
    verify: async (bytes, number, client = '') =>
      verifying.verify(
        {
          bytes,
          trust: parts.keyRing.publicKeys(),
          list: await statusList().catch(() => null),
          number,
          now: parts.clock.now(),
        },
        client,
      ),
    close: async () => {
      await Promise.all([pool.close(), verifying.close()]);
    },
  };
}

/** All that a paper depends on: a copy without openings, in another language or by another key is another paper. */
function paperName(file: CertificateFile, language: Language, keyId: string): string {
  return createHash('sha256')
    .update(JSON.stringify([file, language, keyId]))
    .digest('base64url');
}

function maskedIn(file: CertificateFile): Masked {
  const number = file.openings['/subject/msisdn']?.value;
  return {
    msisdn: number === undefined ? null : maskMsisdn(parseMsisdn(number)),
    holder: null,
    iccids: file.statement.accesses.map((_, i) => maskIccid(file.openings[`/accesses/${i}/iccid`]?.value)),
    profiles: shownProfiles(file).map(({ iccid, eid }) => ({ iccid, eid })),
    cards: shownCards(file).map(({ iccid }) => iccid),
  };
}
