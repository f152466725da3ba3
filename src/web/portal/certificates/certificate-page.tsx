import { signingKeyOf } from '../../../certificate/credential/sd-jwt.ts';
import { domainWords, meaningWords, stageWords } from '../../../certificate/paper/answer-words.ts';
import {
  type AccessStatement,
  type CertificateCopy,
  issuedAt,
  operatorName,
  operatorNameIn,
} from '../../../domain/certificates/certificate.ts';
import { detachmentOfClaims, whyUnconfirmed } from '../../../domain/certificates/detachment-stated.ts';
import { maskName } from '../../../domain/people/mask-name.ts';
import { asksToPay, type Route } from '../../../domain/rules/route.ts';
import { type Msisdn, maskMsisdn } from '../../../domain/values/msisdn.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { holderCopy } from '../../../operations/certificates/holder-copy.ts';
import { type Formats, formatsOf } from '../../kit/formats.ts';
import { LEAVE_NOW, LeaveNow } from '../../kit/leave-now.tsx';
import type { Page } from '../../kit/page.ts';
import { Clock, LinkButton, Rows, Tag } from '../../kit/parts.tsx';
import { Qr } from '../../kit/qr.tsx';
import { asFollower, caseIdOf, type Visit } from '../../kit/visit.ts';
import { moneyWords } from '../cases/money-words.ts';
import { HolderChoice } from './holder-choice.tsx';
import { Cards, Profiles } from './verdict.tsx';

function copyFor(visit: Visit): Promise<CertificateCopy> {
  const caseId = caseIdOf(visit);
  return asFollower(visit, (actor) => holderCopy(visit.op, actor, { caseId }));
}

export const certificate: Page = {
  path: '/cases/:caseId/certificate',
  async show(visit) {
    const copy = await copyFor(visit);
    const caseId = caseIdOf(visit);
    const { record } = await asFollower(visit, (actor) => viewCase(visit.op, actor, { caseId }));
    const quiet = record.route === 'survivor';
    const { claims } = copy;
    const { certificate: text } = visit.t;
    const formats = formatsOf(visit.language, claims.timeZone);
    const address = visit.op.certificateUrl(claims.jti);
    const here = visit.url.pathname;
    return {
      kind: 'page',
      // Titles stand in the history of the browser; for some nobody may learn there what the page is about.
      title: quiet ? visit.t.progress.title : text.title,
      back: `/cases/${caseId}`,
      islands: quiet ? [LEAVE_NOW] : [],
      body: (
        <>
          {quiet ? <LeaveNow visit={visit} /> : null}
          <article class="panel certificate">
            {visit.portal.demo === null ? null : <Specimen visit={visit} />}
            <Face visit={visit} copy={copy} address={address} />
            <Content visit={visit} copy={copy} formats={formats} route={record.route} />
          </article>
          <Closed visit={visit} copy={copy} />
          <section class="tight">
            <h2>{text.keepCopy}</h2>
            <HolderChoice visit={visit} copy={copy} here={here} />
          </section>
          <div class="tight">
            <h2>{text.address}</h2>
            <p>
              <a class="code" href={new URL(address).pathname}>
                {address}
              </a>
            </p>
            <p class="hint">{text.keep}</p>
          </div>
          <Clock visit={visit} zone={formats.zone} />
        </>
      ),
    };
  },
};

/** Of the demo's: nobody is to take a picture of it for a certificate of somebody. */
function Specimen({ visit: { t } }: { visit: Visit }) {
  return (
    <p class="specimen">
      <strong>{t.paper.specimen}</strong>
      {t.paper.specimenNote}
    </p>
  );
}

/** A copy that opens nothing, and how to get one that does. */
function Closed({ visit, copy }: { visit: Visit; copy: CertificateCopy }) {
  if (copy.disclosures.length > 0) return null;
  const { certificate: text } = visit.t;
  return (
    <section class="note tight">
      <p>{text.hiddenWhy}</p>
      {visit.session === null ? null : (
        <LinkButton href="/document" second>
          {text.proveDocument}
        </LinkButton>
      )}
    </section>
  );
}

/** The head: whose line, and the line that crosses the page and ends at the code. */
function Face({ visit, copy, address }: { visit: Visit; copy: CertificateCopy; address: string }) {
  const { certificate: text } = visit.t;
  const { claims } = copy;
  const number = claims.subject.msisdn;
  const confirmed = detachmentOfClaims(claims) !== 'unconfirmed';
  return (
    <>
      <div class="headline tight">
        <p class="eyebrow">{operatorName(claims)}</p>
        <h1>{confirmed ? text.title : text.titleUnconfirmed}</h1>
        <p>{(confirmed ? text.certifies : text.states)(operatorNameIn(claims, visit.language))}</p>
        <p class="number">
          {number !== undefined
            ? maskMsisdn(number as Msisdn)
            : claims.number === 'none'
              ? text.noNumber
              : text.hiddenNumber}
        </p>
        <Holder visit={visit} copy={copy} />
      </div>
      <figure class="stroke">
        <div class="ink" />
        <figcaption class="small">
          <Qr text={address} label={text.scan} />
          {text.scan}
        </figcaption>
      </figure>
    </>
  );
}

/** Who held the line, masked, as far as the copy shows it. */
function Holder({ visit, copy }: { visit: Visit; copy: CertificateCopy }) {
  const { certificate: text, punctuation } = visit.t;
  const { holderName, documentEnding } = copy.claims.subject;
  const said = [
    ...(holderName === undefined ? [] : [punctuation.labelled(text.holder, maskName(holderName))]),
    ...(documentEnding === undefined ? [] : [text.documentEnding(documentEnding)]),
  ];
  return said.length === 0 ? null : <p>{said.join(punctuation.dot)}</p>;
}

/** How it is known that an access is off, or why it is not known; and whether it was gone at the end. */
function detachmentRow({ t }: Visit, access: AccessStatement) {
  const { detachments, unconfirmedWhy } = t.networkAnswers;
  const known = access.detach;
  const plain = known === 'unconfirmed' ? unconfirmedWhy[whyUnconfirmed(access)] : detachments[known].plain;
  const gone = t.certificate.absent[access.absentAtEnd ? 'true' : 'false'];
  return {
    value: <Tag tone={known === 'unconfirmed' ? 'warn' : 'ok'}>{detachments[known].short}</Tag>,
    hint: plain + t.punctuation.gap + gone,
  };
}

interface ContentProps {
  readonly visit: Visit;
  readonly copy: CertificateCopy;
  readonly formats: Formats;
  /** On which the case began. */
  readonly route: Route | null;
}

function Content({ visit, copy, formats, route }: ContentProps) {
  const { certificate: text } = visit.t;
  const { claims } = copy;
  const { bill } = claims;
  const money = moneyWords(visit, route, text);
  const release = claims.number === 'returned_to_range_holder' ? text.returned : text.release;
  const confirmed = detachmentOfClaims(claims) !== 'unconfirmed';
  const answers = claims.accesses.flatMap((access) => access.evidence);
  const { numbered, dot } = visit.t.punctuation;
  return (
    <>
      <section class="tight">
        <h2>{text.dates}</h2>
        <Rows
          rows={[
            {
              label: confirmed ? text.serviceEnd : text.serviceEndUnconfirmed,
              value: <strong>{formats.exact(claims.serviceEndedAt)}</strong>,
            },
            { label: text.billingEnd, value: <strong>{formats.date(claims.billingEndedOn)}</strong> },
            claims.numberReleasedOn === null
              ? { label: text.release, value: text.never }
              : { label: release, value: <strong>{formats.date(claims.numberReleasedOn)}</strong> },
          ]}
        />
      </section>
      <section class="tight">
        <h2>{text.network}</h2>
        <Rows
          rows={claims.accesses.map((access, i) => ({
            label:
              claims.accesses.length > 1 ? numbered(text.kinds[access.kind], i + 1) : text.kinds[access.kind],
            ...detachmentRow(visit, access),
          }))}
        />
        <details>
          <summary>{text.evidence(answers.length)}</summary>
          <Rows
            rows={answers.map((answer) => ({
              label: stageWords(visit.t, answer.stage) + dot + formats.exactClock(answer.at),
              value: meaningWords(visit.t, answer.meaning),
              hint:
                answer.node === undefined
                  ? answer.element
                  : answer.node.name + dot + domainWords(visit.t, answer.node.domain),
            }))}
          />
        </details>
      </section>
      <Profiles visit={visit} claims={claims} formats={formats} />
      <Cards visit={visit} claims={claims} formats={formats} />
      <section class="tight">
        <h2>{text.bill}</h2>
        <p>
          {bill.total.minor > 0
            ? money.owed(formats.size(bill.total))
            : bill.total.minor < 0
              ? money.back(formats.size(bill.total))
              : text.even}
        </p>
        {bill.total.minor > 0 && money.told !== undefined ? <p class="hint">{money.told}</p> : null}
        {bill.total.minor > 0 && asksToPay(route) && visit.op.house.clearing.pay_balance !== undefined ? (
          <LinkButton href={visit.op.house.clearing.pay_balance} second>
            {visit.t.progress.pay(formats.size(bill.total))}
          </LinkButton>
        ) : null}
      </section>
      <div>
        <Rows
          rows={[
            { label: text.reference, value: <span class="code">{claims.caseReference}</span> },
            { label: text.id, value: <span class="code">{claims.jti}</span> },
            ...(claims.supersedes === null
              ? []
              : [{ label: text.supersedes, value: <span class="code">{claims.supersedes}</span> }]),
            { label: text.issued, value: formats.exact(issuedAt(claims)) },
            ...(claims.operator.contact === null
              ? []
              : [{ label: text.contact, value: claims.operator.contact }]),
            { label: text.key, value: <span class="code">{signingKeyOf(copy.jwt)}</span> },
          ]}
        />
      </div>
    </>
  );
}
