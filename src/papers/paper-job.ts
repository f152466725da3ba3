import { type ApplicationForm, drawApplicationForm } from './application-form.ts';
import { drawMailInLabel, type MailInLabel } from './mail-in-label.ts';

/** A paper to be drawn, with all that stands on it. */
export type PaperJob =
  | { readonly paper: 'application_form'; readonly of: ApplicationForm }
  | { readonly paper: 'mail_in_label'; readonly of: MailInLabel };

export function drawPaper(job: PaperJob): Promise<Buffer> {
  return job.paper === 'application_form' ? drawApplicationForm(job.of) : drawMailInLabel(job.of);
}
