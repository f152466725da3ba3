import { before } from './before.tsx';
import { certificate, certificateJson, certificatePdf } from './certificate.tsx';
import { code } from './code.tsx';
import { contactProof } from './contact-proof.tsx';
import type { PortalContext } from './context.ts';
import { declarePage, declareReceipt } from './declare.tsx';
import { devicesPage } from './devices.tsx';
import { documentPage } from './document.tsx';
import { eligibilityPage } from './eligibility.tsx';
import { inbox } from './inbox.tsx';
import { leave } from './leave.ts';
import { lineDetails } from './line-details.tsx';
import { lines } from './lines.tsx';
import { lost } from './lost.tsx';
import type { Page } from './page.ts';
import { progress, takeUp, withdrawal } from './progress.tsx';
import { publicCertificate } from './public-certificate.tsx';
import { reasonPage } from './reason.tsx';
import { declarationState, receipt } from './receipt.tsx';
import { report } from './report.tsx';
import { reviewPage } from './review.tsx';
import { start } from './start.tsx';
import { verify } from './verify.tsx';

/** Every question of the portal, in the order of the journey. */
export function pagesOf(context: PortalContext): readonly Page[] {
  return [
    ...[start, code, lost, leave],
    ...[lines, lineDetails, documentPage, before, eligibilityPage, reasonPage, report],
    ...[reviewPage, contactProof, progress, devicesPage, withdrawal, takeUp],
    ...[certificate, certificatePdf, certificateJson, verify, publicCertificate],
    ...[declarePage, declareReceipt, receipt, declarationState],
    ...(context.demo === null ? [] : [inbox]),
  ];
}
