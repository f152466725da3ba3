import { type Msisdn, maskMsisdn } from '../../../../domain/values/msisdn.ts';
import type { CaseView } from '../../../../operations/cases/case-view.ts';
import { formatsOf } from '../../../kit/formats.ts';
import { said } from '../../../kit/house-parts.tsx';
import type { Visit } from '../../../kit/visit.ts';
import type { FreshReceipt } from './receipt-once.ts';

/** A receipt in plain text: what it opens, where, and whom to call. Lines end as every editor on every system takes them. */
export function receiptText(
  visit: Visit,
  receipt: FreshReceipt,
  { record, msisdn, timeZone }: CaseView,
): string {
  const { t, op } = visit;
  const { review: text, progress, house } = t;
  const formats = formatsOf(visit.language, timeZone);
  const row = (label: string, value: string): string => t.punctuation.labelled(label, value);
  const { hotline } = op.house;
  return [
    said(visit, op.house.name),
    text.receiptTitle,
    '',
    row(text.reference, receipt.reference),
    row(text.secret, receipt.secret),
    '',
    ...(msisdn === null ? [] : [row(text.line, maskMsisdn(msisdn as Msisdn))]),
    row(progress.declared, formats.exact(record.declaredAt)),
    ...(record.confirmedAt === null
      ? []
      : [row(progress.steps.confirmed, formats.exact(record.confirmedAt))]),
    t.common.times(formats.zone),
    '',
    text.receiptWhat,
    row(t.receipt.title, `${visit.portal.publicUrl}/receipt`),
    ...(hotline === null ? [] : [row(house.hotline, hotline.number)]),
    '',
  ].join('\r\n');
}
