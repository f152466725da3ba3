import { type ApplicationForm, drawApplicationForm } from './application-form.ts';
import { drawMailInLabel, type MailInLabel } from './mail-in-label.ts';
import { drawReceiptLetter, type ReceiptLetter } from './receipt-letter.ts';
import { drawReport, type ReportPaper } from './report-paper.ts';

/** A paper to be drawn, with all that stands on it. */
export type PaperJob =
  | { readonly paper: 'application_form'; readonly of: ApplicationForm }
  | { readonly paper: 'mail_in_label'; readonly of: MailInLabel }
  | { readonly paper: 'receipt_letter'; readonly of: ReceiptLetter }
  | { readonly paper: 'report'; readonly of: ReportPaper };

export function drawPaper(job: PaperJob): Promise<Buffer> {
  switch (job.paper) {
    case 'application_form':
      return drawApplicationForm(job.of);
    case 'mail_in_label':
      return drawMailInLabel(job.of);
    case 'receipt_letter':
      return drawReceiptLetter(job.of);
    case 'report':
      return drawReport(job.of);
  }
}
