import type { Page } from '../kit/page.ts';
import { exportFile, exportPage, exportStatePage } from './accounts/export-page.tsx';
import { before } from './cases/before-page.tsx';
import { cardLabel, cardLabelPaper, cardMissing } from './cases/cards/card-pages.ts';
import { declarationState } from './cases/declaration-page.tsx';
import { declarePage } from './cases/declare-page.tsx';
import { declareReceipt } from './cases/declare-receipt-page.tsx';
import { disputePage } from './cases/disputes/dispute-page.tsx';
import { eligibilityPage } from './cases/eligibility-page.tsx';
import { objectionPage } from './cases/objections/objection-page.tsx';
import { progress, withdrawal } from './cases/progress-page.tsx';
import { reasonPage } from './cases/reason-page.tsx';
import { receiptFile } from './cases/receipts/receipt-file.ts';
import { receiptSent } from './cases/receipts/receipt-sent.ts';
import { refundPage } from './cases/refunds/refund-page.tsx';
import { reminderPage } from './cases/reminder-page.tsx';
import { report } from './cases/report-page.tsx';
import { reviewPage } from './cases/review-page.tsx';
import { dismissal, takeUpPage } from './cases/take-up-page.tsx';
import { certificateJson, certificatePdf, certificateSdJwt } from './certificates/certificate-files.ts';
import { certificate } from './certificates/certificate-page.tsx';
import { publicCertificate } from './certificates/public-certificate-page.tsx';
import { verify } from './certificates/verify-page.tsx';
import { channelsPage } from './channels/channels-page.tsx';
import { checkPage, reportPage } from './channels/check-page.tsx';
import { complainPage, complaintStatePage } from './complaints/complaint-pages.tsx';
import { agentCodePage } from './desks/agent-code-page.tsx';
import { callCodePage } from './desks/call-code-page.tsx';
import { devicesPage } from './esim/devices-page.tsx';
import { beforeYouGoPage, leavingListFile, leavingReminder } from './guidance/before-you-go-page.tsx';
import { needPage } from './guidance/need-page.tsx';
import { lineDetails } from './lines/line-details-page.tsx';
import { lines } from './lines/lines-page.tsx';
import { lockPage } from './lines/lock/lock-page.tsx';
import { accessibility } from './operator/accessibility-page.tsx';
import { api } from './operator/api-page.tsx';
import { contact } from './operator/contact-page.tsx';
import { help } from './operator/help-page.tsx';
import { privacy } from './operator/privacy-page.tsx';
import { code } from './people/code-page.tsx';
import { contactProof } from './people/contact-proof-page.tsx';
import { documentPage, recordsDocumentPage } from './people/document-page.tsx';
import { leave } from './people/leave.ts';
import { lost } from './people/lost-page.tsx';
import { mailProof } from './people/mail-proof-page.tsx';
import { recordsPage } from './people/records-page.tsx';
import { start } from './people/start-page.tsx';
import { receipt } from './special/open-receipt-page.tsx';
import { requestFormPage } from './special/request-page.tsx';
import { requestReceipt } from './special/request-state.tsx';
import { specialPage } from './special/special-page.tsx';
import { storePage } from './stores/store-page.tsx';
import { storesPage } from './stores/stores-page.tsx';
import { visitCalendar, visitPage } from './stores/visit-page.tsx';

/** Every question of the portal, in the order of the journey. */
export const PAGES: readonly Page[] = [
  ...[start, code, lost, leave, recordsPage, recordsDocumentPage, exportPage, exportStatePage, exportFile],
  ...[complainPage, complaintStatePage],
  ...[lines, lineDetails, lockPage, documentPage, before, eligibilityPage, disputePage, reasonPage, report],
  ...[
    reviewPage,
    contactProof,
    mailProof,
    progress,
    reminderPage,
    receiptFile,
    receiptSent,
    refundPage,
    devicesPage,
    cardLabel,
    cardLabelPaper,
    cardMissing,
    withdrawal,
    objectionPage,
  ],
  ...[certificate, certificatePdf, certificateSdJwt, certificateJson, verify, publicCertificate],
  ...[declarePage, declareReceipt, receipt, declarationState, takeUpPage, dismissal],
  ...[specialPage, requestReceipt, requestFormPage],
  ...[checkPage, reportPage, channelsPage],
  ...[storesPage, storePage, visitPage, visitCalendar],
  ...[agentCodePage, callCodePage],
  ...[needPage, beforeYouGoPage, leavingListFile, leavingReminder],
  ...[help, contact, privacy, accessibility, api],
];
