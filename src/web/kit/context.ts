import type { TrustDocument } from '../../certificate/sign/trust.ts';
import type { Verdict } from '../../certificate/verify/verdict.ts';
import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import type { Language } from '../../domain/values/language.ts';
import type { Contract } from '../../http/kit/contract-types.ts';
import type { CaseEvents } from '../../http/kit/event-stream.ts';
import type { Operations } from '../../operations/context.ts';
import type { PaperPool } from '../../papers/paper-pool.ts';

/** What the portal needs from the instance that serves it. */
export interface PortalContext {
  readonly operations: Operations;
  trust(): TrustDocument;
  /** @param client as `clientOf` names it */
  renderPdf(copy: CertificateCopy, language: Language, client: string): Promise<Uint8Array>;
  /** Signs a paper that was drawn with room for it, as whom `signerName` names. */
  signPaper(drawn: Uint8Array): Promise<Uint8Array>;
  signerName(): string;
  /** Verifies against our own keys and, as far as it can be had, today's status; `number` in E.164. */
  verify(bytes: Uint8Array, number: string | undefined, client: string): Promise<Verdict>;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Set where everything around is only simulated: the pages that say how to try it, and where anybody may read the messages. */
  readonly demo: { readonly guidePath: string; readonly inboxPath: string } | null;
  readonly events: CaseEvents;
  /** Draws the papers that are no certificates. */
  readonly papers: Pick<PaperPool, 'draw'>;
  /** The contract of the HTTP API; absent where the portal is served without it. */
  readonly contract?: (() => Contract) | undefined;
}
