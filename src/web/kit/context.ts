import type { StatusList } from '../../certificate/sign/status-list.ts';
import type { TrustDocument } from '../../certificate/sign/trust.ts';
import type { CertificateFile } from '../../domain/certificates/certificate.ts';
import type { Language } from '../../domain/values/language.ts';
import type { CaseEvents } from '../../http/kit/event-stream.ts';
import type { Operations } from '../../operations/context.ts';

/** What the portal needs from the instance that serves it. */
export interface PortalContext {
  readonly operations: Operations;
  trust(): TrustDocument;
  /** Our own list, fresh; null while there is none. */
  statusList(): Promise<StatusList | null>;
  renderPdf(file: CertificateFile, language: Language): Promise<Uint8Array>;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  /** Set where everything around is only simulated: the pages that say how to try it, and where anybody may read the messages. */
  readonly demo: { readonly guidePath: string; readonly inboxPath: string } | null;
  readonly events: CaseEvents;
}
