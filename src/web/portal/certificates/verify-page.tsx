import { readTrust } from '../../../certificate/sign/trust.ts';
import type { Verdict } from '../../../certificate/verify/verdict.ts';
import { verifyCertificate } from '../../../certificate/verify/verify.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { certificateStatus } from '../../../operations/certificates/certificates.ts';
import { go, type Page, type PageAnswer } from '../../kit/page.ts';
import { Errors, Field, Heading, LinkButton, MainForm, Submit } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { VerdictView } from './verdict.tsx';

/** Anyone's question: is this certificate real, and does it still stand? */
export const verify: Page = {
  path: '/verify',
  upload: true,
  fields: { msisdn_invalid: 'number', msisdn_not_international: 'number', certificate_unknown: 'id' },
  async show(visit, form) {
    const { verify: text } = visit.t;
    return {
      kind: 'page',
      title: text.title,
      back: '/',
      form: true,
      indexed: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={text.lead}>{text.title}</Heading>
          <div class="panel">
            <MainForm visit={visit} upload>
              <Field
                visit={visit}
                form={form}
                name="file"
                label={text.file}
                hint={text.fileHint}
                type="file"
                accept=".pdf,.json,application/pdf,application/json"
                optional
              />
              <Field
                visit={visit}
                form={form}
                name="id"
                label={text.id}
                hint={text.idHint}
                autocomplete="off"
                spellcheck={false}
                maxLength={60}
                optional
              />
              <Field
                visit={visit}
                form={form}
                name="number"
                label={text.number}
                hint={text.numberHint}
                type="tel"
                inputmode="tel"
                autocomplete="off"
                optional
              />
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
          <p class="hint">
            <span class="code">{text.offline}</span>
          </p>
        </>
      ),
    };
  },
  async submit(visit) {
    const { values, upload, t, op } = visit;
    const given = (values['number'] ?? '').trim();
    const number = given === '' ? undefined : parseMsisdn(given, op.defaultCallingCode);
    if (upload !== null) return resultPage(visit, await judge(visit, upload, number));
    const id = (values['id'] ?? '').trim().toLowerCase();
    if (id === '') return { kind: 'again', errors: [{ field: 'file', title: t.verify.empty, detail: '' }] };
    await certificateStatus(op, id);
    // The record says nothing of the number; silence must not pass for a match.
    if (number !== undefined)
      return { kind: 'again', errors: [{ field: 'number', title: t.verify.numberNeedsFile, detail: '' }] };
    return go(`/c/${id}`);
  },
};

async function judge(visit: Visit, bytes: Uint8Array, number: string | undefined): Promise<Verdict> {
  const list = await visit.portal.statusList().catch(() => null);
  return verifyCertificate(bytes, {
    trust: readTrust(visit.portal.trust()),
    statusList: list === null ? undefined : { ok: true, list },
    number,
    now: visit.op.clock.now(),
  });
}

function resultPage(visit: Visit, verdict: Verdict): PageAnswer {
  const { verify: text } = visit.t;
  return {
    kind: 'page',
    title: text.title,
    back: '/verify',
    body: (
      <>
        <VerdictView visit={visit} verdict={verdict} />
        <LinkButton href="/verify" second>
          {text.again}
        </LinkButton>
      </>
    ),
  };
}
