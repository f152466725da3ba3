import { COMPACT_TYPE } from '../../../certificate/credential/sd-jwt.ts';
import type { Verdict } from '../../../certificate/verify/verdict.ts';
import { MAX_PDF_BYTES } from '../../../certificate/verify/verify.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import {
  type CertificateStatus,
  certificateStatus,
} from '../../../operations/certificates/certificate-status.ts';
import { Answers } from '../../kit/answers.ts';
import { formPage, NUMBER_INPUT } from '../../kit/form-page.tsx';
import { go, type PageAnswer } from '../../kit/page.ts';
import { LinkButton } from '../../kit/parts.tsx';
import { QrPicture } from '../../kit/qr.tsx';
import type { Visit } from '../../kit/visit.ts';
import { VerdictView } from './verdict.tsx';

/** Anyone's question: is this certificate real, and does it still stand? */
export const verify = formPage({
  path: '/verify',
  upload: MAX_PDF_BYTES,
  fields: { msisdn_invalid: 'number', msisdn_not_international: 'number', certificate_unknown: 'id' },
  async ask({ t: { verify: text, punctuation } }) {
    const accept = `.pdf,.sdjwt,.json,application/pdf,${COMPACT_TYPE},application/json`;
    const plain = { autocomplete: 'off', optional: true } as const;
    return {
      title: text.title,
      lead: text.lead,
      back: '/',
      indexed: true,
      islands: ['check'],
      camera: true,
      above: <QrPicture words={text.scan} follow="/c/" />,
      inputs: [
        { name: 'file', label: text.file, hint: text.fileHint, type: 'file', accept, optional: true },
        { ...plain, name: 'id', label: text.id, hint: text.idHint, spellcheck: false, maxLength: 60 },
        { ...NUMBER_INPUT, ...plain, label: text.number, hint: text.numberHint },
      ],
      submit: text.submit,
      below: (
        <>
          <p class="hint">
            {text.offline}
            {punctuation.gap}
            <span class="code">{text.offlineCommand}</span>
          </p>
          <LinkButton href="/verify/offline" second>
            {text.download}
          </LinkButton>
          <p class="hint">{text.downloadHint}</p>
        </>
      ),
    };
  },
  async submit(visit) {
    const { values, upload, t, op, actor } = visit;
    const given = (values['number'] ?? '').trim();
    const answers = new Answers(visit);
    const number =
      given === '' ? undefined : answers.read('number', () => parseMsisdn(given, op.defaultCallingCode));
    const id = (values['id'] ?? '').trim().toLowerCase();
    if (upload === null && id === '') answers.refuse('file', t.verify.empty);
    if (answers.refused !== null || number === null) return answers.refused!;
    if (upload !== null) {
      const verdict = await visit.portal.verify(upload, number, visit.client);
      return resultPage(visit, verdict, await recordOf(visit, verdict));
    }
    await certificateStatus(op, actor, { certificateId: id });
    // The record says nothing of the number; silence must not pass for a match.
    if (number !== undefined)
      return { kind: 'again', errors: [{ field: 'number', title: t.verify.numberNeedsFile, detail: '' }] };
    return go(`/c/${id}`);
  },
});

/** When, why and by which: what the list of status cannot say, and our own record can. */
async function recordOf({ op, actor }: Visit, verdict: Verdict): Promise<CertificateStatus | null> {
  if (verdict.result !== 'authentic') return null;
  const certificateId = verdict.copy.claims.jti;
  try {
    return await certificateStatus(op, actor, { certificateId });
  } catch (error) {
    // From before a restored backup, or signed by the same key elsewhere: what the file says is all there is.
    if (error instanceof HandbackError && error.code === 'certificate_unknown') return null;
    throw error;
  }
}

function resultPage(visit: Visit, verdict: Verdict, record: CertificateStatus | null): PageAnswer {
  const { verify: text } = visit.t;
  return {
    kind: 'page',
    title: text.title,
    back: '/verify',
    body: (
      <>
        <VerdictView visit={visit} verdict={verdict} record={record} />
        <LinkButton href="/verify" second>
          {text.again}
        </LinkButton>
      </>
    ),
  };
}
