import type { CertificateFile } from '../domain/certificates/certificate.ts';
import type { Language } from '../domain/values/language.ts';
import { maskMsisdn, parseMsisdn } from '../domain/values/msisdn.ts';
import type { Clock } from '../ports/clock.ts';
import { RenderPool } from './paper/render-worker.ts';
import type { KeyRing } from './sign/keys.ts';
import { issueStatusList, type StatusEntries, type StatusList } from './sign/status-list.ts';
import { readTrust, type Trust, type TrustDocument } from './sign/trust.ts';
import { maskIccid, shownProfiles } from './verify/shown-profiles.ts';
import type { Verdict } from './verify/verdict.ts';
import { verifyCertificate } from './verify/verify.ts';

/** What pages and API need of certificates: papers, trust, status, verification. */
export interface CertificateService {
  trustDocument(): TrustDocument;
  statusList(): Promise<StatusList>;
  renderPdf(file: CertificateFile, language: Language): Promise<Uint8Array>;
  /** Verifies against our own keys and today's status; `number` in E.164. */
  verify(bytes: Uint8Array, number?: string): Promise<Verdict>;
  close(): Promise<void>;
}

/** How old a status list may be that we hand out ourselves. */
const STATUS_LIST_MS = 5_000;

export function openCertificateService(parts: {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly entries: () => Promise<StatusEntries>;
  readonly certificateUrl: (certificateId: string) => string;
}): CertificateService {
  const pool = new RenderPool();
  let trust: { readonly document: TrustDocument; readonly trust: Trust } | null = null;
  const currentTrust = (): Trust => {
    const document = parts.keyRing.publicKeys();
    if (trust?.document !== document) trust = { document, trust: readTrust(document) };
    return trust.trust;
  };
  // Every page view asks; the list is made anew only once in a while.
  let kept: { readonly madeAt: number; readonly list: Promise<StatusList> } | null = null;
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
    renderPdf: (file, language) => {
      const number = file.openings['/subject/msisdn']?.value;
      return pool.render(
        file,
        {
          msisdn: number === undefined ? null : maskMsisdn(parseMsisdn(number)),
          holder: null,
          iccids: file.statement.accesses.map((_, i) =>
            maskIccid(file.openings[`/accesses/${i}/iccid`]?.value),
          ),
          profiles: shownProfiles(file).map(({ iccid, eid }) => ({ iccid, eid })),
        },
        {
          verifyUrl: parts.certificateUrl(file.statement.certificateId),
          language,
          now: parts.clock.now(),
          signer: parts.keyRing.signer(),
        },
      );
    },
    verify: async (bytes, number) =>
      verifyCertificate(bytes, {
        trust: currentTrust(),
        statusList: { ok: true, list: await statusList() },
        number,
        now: parts.clock.now(),
      }),
    close: () => pool.close(),
  };
}
