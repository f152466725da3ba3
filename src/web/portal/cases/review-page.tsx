import { waitForDevicesUntil } from '../../../domain/esim/unbinding.ts';
import { isOnDevice } from '../../../domain/lines/esim-profile.ts';
import type { IdentityFactor } from '../../../domain/rules/rulebook.ts';
import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import { missingFactors } from '../../../operations/access.ts';
import { caseFor } from '../../../operations/cases/case-for.ts';
import { confirm, review, rulesOf } from '../../../operations/cases/confirm.ts';
import type { Reason } from '../../../operations/cases/declare.ts';
import { profilesOf } from '../../../operations/esim/devices.ts';
import { contactForCode } from '../../../operations/people/contact-code.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { formatsOf } from '../../kit/formats.ts';
import { go, type Page } from '../../kit/page.ts';
import {
  Actions,
  Clock,
  Errors,
  Field,
  Heading,
  LinkButton,
  MainForm,
  Rows,
  Submit,
  Tap,
} from '../../kit/parts.tsx';
import { caseIdOf, signedIn } from '../../kit/visit.ts';
import { EsimAhead } from '../esim/esim-notes.tsx';
import { withDocument } from '../people/document-proof.ts';
import { FindingPanel, splitFindings } from './findings.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { forgetReceipt, freshReceipt } from './receipt-once.ts';
import { BillRows, DateRows } from './review-rows.tsx';

const HERE: readonly IdentityFactor[] = ['sms_code', 'contact_code', 'document_number'];

/** All that confirming would mean, on one page; nothing has changed until it is submitted. */
export const reviewPage: Page = {
  path: '/cases/:caseId/review',
  signedIn: true,
  fields: {
    answer_wrong: 'document',
    answer_locked: 'document',
    factor_needed: 'document',
    msisdn_invalid: 'contact',
    msisdn_not_international: 'contact',
    contact_invalid: 'contact',
    not_eligible: null,
    cannot_tell: null,
    stage_conflict: null,
  },
  async show(visit, form) {
    const { op, t } = visit;
    const { review: text } = t;
    const { subscriber } = signedIn(visit);
    const found = await caseFor(op.pool, subscriber, { caseId: caseIdOf(visit) });
    const here = `/cases/${found.caseId}`;
    if (found.confirmedAt !== null || found.stage !== 'confirm' || found.withdrawRequestedAt !== null)
      return go(here);
    const [record, reviewed, profiles] = await Promise.all([
      findLine(op.pool, found.lineId),
      review(op, subscriber, found.caseId),
      // A lost phone is cut off first, and whoever has it is not led through it.
      found.urgent ? [] : profilesOf(op, subscriber, found.lineId),
    ]);
    const rules = rulesOf(op, found);
    const formats = formatsOf(visit.language, rules.timeZone);
    const missing = missingFactors(subscriber, rules.settings.identity_factors.value.online);
    const { todo } = splitFindings(reviewed.eligibility);
    const { dates } = reviewed;
    const number = record?.line.msisdn ?? null;
    const reason = found.reason === null ? t.reason.none : t.reason.options[found.reason as Reason];
    const about = (
      <Rows
        rows={[
          {
            label: text.line,
            value: <span class="number">{number === null ? t.lines.noNumber : maskMsisdn(number)}</span>,
            change: { href: '/lines', text: text.change, label: text.changeOf(text.line) },
          },
          { label: text.plan, value: record?.line.plan.name ?? '' },
          { label: text.reason, value: reason },
          { label: text.reference, value: <span class="code">{found.reference}</span> },
          { label: text.declared, value: formats.moment(found.declaredAt) },
        ]}
      />
    );
    if (dates === null) {
      return {
        kind: 'page',
        title: text.blocked,
        back: '/lines',
        body: (
          <>
            <Errors visit={visit} form={form} />
            <Heading lead={text.blockedLead}>{text.blocked}</Heading>
            <section class="stack near">
              <h2>{t.eligibility.todo}</h2>
              {todo.map((finding, i) => (
                <FindingPanel key={`${finding.check}-${i}`} visit={visit} finding={finding} />
              ))}
            </section>
            <Actions two>
              <LinkButton href={`${here}/review`}>{t.eligibility.recheck}</LinkButton>
              <LinkButton href={here} second>
                {t.lines.openCase}
              </LinkButton>
            </Actions>
            <ReceiptCard visit={visit} receipt={freshReceipt(visit, found.caseId)} />
            {about}
            <Clock visit={visit} zone={formats.zone} />
          </>
        ),
      };
    }
    const waitsUntil = profiles.some(({ state }) => isOnDevice(state))
      ? waitForDevicesUntil(op.clock.now(), dates.serviceEndAt, rules)
      : null;
    const canProve = missing.accepted.includes('document_number');
    const stuck = missing.count > (canProve ? 1 : 0);
    // What these pages can take: no picture, and no code to a line that is barred.
    const takenHere = missing.accepted.filter(
      (factor) => HERE.includes(factor) && !(factor === 'sms_code' && found.urgent),
    );
    const other =
      stuck && missing.accepted.includes('contact_code') ? await contactForCode(op, subscriber) : null;
    return {
      kind: 'page',
      title: text.title,
      back: '/lines',
      form: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={found.urgent ? text.leadBarred : text.lead}>{text.title}</Heading>
          <section class="tight">
            <h2>{text.what}</h2>
            {about}
          </section>
          <section class="tight">
            <h2>{text.when}</h2>
            <DateRows visit={visit} formats={formats} dates={dates} latest={waitsUntil} />
          </section>
          {waitsUntil === null ? null : (
            <EsimAhead visit={visit} profiles={profiles} until={formats.moment(waitsUntil)} />
          )}
          <section class="tight">
            <h2>{text.money}</h2>
            <BillRows
              visit={visit}
              formats={formats}
              bill={reviewed.bill}
              refundDays={rules.settings.refund.value.withinDays}
            />
          </section>
          <section class="tight">
            <h2>{text.lose}</h2>
            <ul class="plain-list">
              {text.losses.map((loss) => (
                <li key={loss}>{loss}</li>
              ))}
            </ul>
          </section>
          <ReceiptCard visit={visit} receipt={freshReceipt(visit, found.caseId)} />
          {other === null ? null : (
            <section class="panel tight">
              <h2>{text.contactProof}</h2>
              <Tap visit={visit} action={`${here}/contact-code`}>
                {text.contactProofSend(other)}
              </Tap>
            </section>
          )}
          <div class="panel">
            <MainForm visit={visit}>
              <h2>{text.reachTitle}</h2>
              <Field
                visit={visit}
                form={form}
                name="contact"
                label={text.contact}
                hint={text.contactHint}
                type="tel"
                inputmode="tel"
                autocomplete="off"
                optional
              />
              {missing.count > 0 && canProve ? (
                <Field
                  visit={visit}
                  form={form}
                  name="document"
                  label={text.document}
                  hint={text.documentHint}
                  autocomplete="off"
                  spellcheck={false}
                  maxLength={60}
                />
              ) : null}
              {stuck ? (
                <p class="note warn">
                  {text.missing(formats.list(takenHere.map((factor) => t.factors[factor])))}
                  {t.punctuation.gap}
                  {text.missingElsewhere}
                </p>
              ) : null}
              <Actions two>
                {stuck ? (
                  <LinkButton href={`${here}/review`}>{t.eligibility.recheck}</LinkButton>
                ) : (
                  <Submit>{text.submit}</Submit>
                )}
                <LinkButton href={here} second>
                  {text.stay}
                </LinkButton>
              </Actions>
            </MainForm>
          </div>
          <Clock visit={visit} zone={formats.zone} />
        </>
      ),
    };
  },
  async submit(visit) {
    const caseId = caseIdOf(visit);
    const contact = (visit.values['contact'] ?? '').trim();
    const subscriber = await withDocument(visit);
    await confirm(visit.op, subscriber, { caseId, ...(contact === '' ? {} : { contact }) });
    forgetReceipt(visit);
    return go(`/cases/${caseId}`);
  },
};
