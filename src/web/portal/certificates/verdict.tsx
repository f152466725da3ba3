import { cardWords } from '../../../certificate/paper/card-words.ts';
import { profileWords } from '../../../certificate/paper/profile-words.ts';
import { shownCards } from '../../../certificate/verify/shown-cards.ts';
import { isGoneFromNetwork, shownProfiles } from '../../../certificate/verify/shown-profiles.ts';
import type { Authentic, Verdict } from '../../../certificate/verify/verdict.ts';
import type { Claims } from '../../../domain/certificates/certificate.ts';
import { detachmentOfClaims } from '../../../domain/certificates/detachment-stated.ts';
import { isZombie } from '../../../domain/esim/unbinding.ts';
import { maskName } from '../../../domain/people/mask-name.ts';
import { type Msisdn, maskMsisdn } from '../../../domain/values/msisdn.ts';
import type { Messages } from '../../../messages/index.ts';
import type { CertificateStatus } from '../../../operations/certificates/certificate-status.ts';
import { type Formats, formatsOf } from '../../kit/formats.ts';
import { Clock, type Row, Rows, Tag } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { statusRow, whyRows } from './status-rows.tsx';

export type ResultName = keyof Messages['verify']['results'];

const TONES: Readonly<Record<ResultName, 'ok' | 'warn' | 'bad' | 'info'>> = {
  authentic: 'ok',
  other_number: 'warn',
  known: 'info',
  superseded: 'warn',
  revoked: 'bad',
  altered: 'bad',
  unknown_issuer: 'warn',
  not_a_certificate: 'warn',
};

/** The answer in one word, and what it means. */
export function ResultHead({ visit, name }: { visit: Visit; name: ResultName }) {
  const { verify: text } = visit.t;
  const { title, lead } = text.results[name];
  return (
    <div class={`note ${TONES[name]} tight`} role="status">
      <p class="eyebrow">{text.title}</p>
      <h1>{title}</h1>
      <p>{lead}</p>
    </div>
  );
}

interface VerdictProps {
  readonly visit: Visit;
  readonly verdict: Verdict;
  /** What our own record says of it; null where we have none. */
  readonly record?: CertificateStatus | null;
}

export function VerdictView({ visit, verdict, record = null }: VerdictProps) {
  const { verify: text, verdicts } = visit.t;
  switch (verdict.result) {
    case 'authentic':
      return <AuthenticView visit={visit} verdict={verdict} record={record} />;
    case 'altered':
      return (
        <>
          <ResultHead visit={visit} name="altered" />
          <Rows
            rows={[
              {
                label: text.whereLabel,
                value: verdicts.where[verdict.where],
                hint: verdicts.details[verdict.detail],
              },
            ]}
          />
        </>
      );
    case 'unknown_issuer':
      return (
        <>
          <ResultHead visit={visit} name="unknown_issuer" />
          <Rows
            rows={[
              { label: text.whyLabel, value: verdicts.unknownWhy[verdict.reason] },
              { label: text.key, value: <span class="code">{verdict.keyId}</span> },
            ]}
          />
        </>
      );
    case 'not_a_certificate':
      return (
        <>
          <ResultHead visit={visit} name="not_a_certificate" />
          <Rows rows={[{ label: text.whyLabel, value: verdicts.details[verdict.reason] }]} />
        </>
      );
  }
}

interface AuthenticProps {
  readonly visit: Visit;
  readonly verdict: Authentic;
  readonly record: CertificateStatus | null;
}

/** The answer, then what it is about: the line, its dates, the network's result, and whether it still stands. */
function AuthenticView({ visit, verdict, record }: AuthenticProps) {
  const { verify: text, certificate: words } = visit.t;
  const { status } = verdict;
  const { claims } = verdict.copy;
  const formats = formatsOf(visit.language, claims.timeZone);
  const name =
    status.known && status.state !== 'valid'
      ? status.state
      : verdict.number === 'no_match'
        ? 'other_number'
        : 'authentic';
  const { gap } = visit.t.punctuation;
  const known = detachmentOfClaims(claims);
  return (
    <>
      <ResultHead visit={visit} name={name} />
      {verdict.number === null || name === 'other_number' ? null : (
        <p class={verdict.number === 'match' ? 'note ok' : 'note warn'}>
          <strong>{text.match[verdict.number]}</strong>
        </p>
      )}
      <Rows
        rows={[
          ...aboutRows(visit, claims),
          {
            label: known === 'unconfirmed' ? words.serviceEndUnconfirmed : text.serviceEnd,
            value: <strong>{formats.exact(claims.serviceEndedAt)}</strong>,
          },
          { label: text.billingEnd, value: <strong>{formats.date(claims.billingEndedOn)}</strong> },
          ...(claims.numberReleasedOn === null
            ? []
            : [{ label: text.release, value: <strong>{formats.date(claims.numberReleasedOn)}</strong> }]),
          { label: words.network, value: visit.t.networkAnswers.detachments[known].short },
          status.known
            ? statusRow(visit, status.state, formats.exact(status.asOf))
            : { label: text.status, value: text.statusUnknown(visit.t.verdicts.statusWhy[status.why]) },
          ...(record === null ? [] : whyRows(visit, record)),
        ]}
      />
      {status.known && status.stale ? <p class="hint">{text.stale}</p> : null}
      <Profiles visit={visit} claims={claims} formats={formats} />
      <Cards visit={visit} claims={claims} formats={formats} />
      {claims.profiles.some((profile) => profile.proof !== null) ? (
        <p class="hint">
          {text.evidence}
          {gap}
          <span class="code">{text.evidenceCommand}</span>
        </p>
      ) : null}
      <Rows
        rows={[
          { label: text.issuer, value: verdict.issuer.name, hint: verdict.issuer.id },
          ...(claims.operator.contact === null
            ? []
            : [{ label: words.contact, value: claims.operator.contact }]),
          { label: text.reference, value: <span class="code">{claims.caseReference}</span> },
          { label: words.id, value: <span class="code">{claims.jti}</span> },
          { label: text.signed, value: formats.exact(verdict.issuedAt) },
          { label: text.key, value: <span class="code">{verdict.keyId}</span> },
        ]}
      />
      <Clock visit={visit} zone={formats.zone} />
    </>
  );
}

/** Whose line it is about, as far as the copy shows it, and masked. */
function aboutRows({ t }: Visit, claims: Claims): readonly Row[] {
  const { certificate: text } = t;
  const { msisdn, holderName, documentEnding } = claims.subject;
  const number =
    msisdn !== undefined
      ? maskMsisdn(msisdn as Msisdn)
      : claims.number === 'none'
        ? text.noNumber
        : text.hiddenNumber;
  return [
    { label: text.number, value: msisdn === undefined ? number : <span class="number">{number}</span> },
    ...(holderName === undefined && documentEnding === undefined
      ? []
      : [
          {
            label: text.holder,
            value: holderName === undefined ? text.hiddenHolder : maskName(holderName),
            ...(documentEnding === undefined ? {} : { hint: text.documentEnding(documentEnding) }),
          },
        ]),
  ];
}

/** What became of each eSIM profile; nothing for a line that had none. */
export function Profiles(props: { visit: Visit; claims: Claims; formats: Formats }) {
  const { visit, claims, formats } = props;
  const { certificate: text, profileResults, punctuation } = visit.t;
  const { profiles } = claims;
  if (profiles.length === 0) return null;
  const gone = isGoneFromNetwork(claims);
  const rows = shownProfiles(claims).map(({ profile, iccid, eid }, i): Row => {
    const receivedAt = profile.proof === null ? '' : formats.exact(profile.proof.receivedAt);
    const { short, plain } = profileWords(visit.t, profile, gone, receivedAt);
    return {
      label: profiles.length > 1 ? punctuation.numbered(text.kinds.esim, i + 1) : text.kinds.esim,
      value: (
        <>
          <Tag tone={isZombie(profile.result) ? 'warn' : 'ok'}>{short}</Tag>
          {iccid && <span class="hint">ICCID {iccid}</span>}
          {eid && <span class="hint">EID {eid}</span>}
        </>
      ),
      hint: plain,
    };
  });
  return (
    <section class="tight">
      <h2>{text.profiles}</h2>
      <Rows rows={rows} />
      {profiles.some((profile) => profile.proof !== null) ? (
        <p class="hint">{profileResults.proofLimits}</p>
      ) : null}
    </section>
  );
}

/** What became of each old card; nothing where the certificate tells of none. */
export function Cards(props: { visit: Visit; claims: Claims; formats: Formats }) {
  const { visit, claims, formats } = props;
  const { cardResults: text, punctuation } = visit.t;
  const shown = shownCards(claims);
  if (shown.length === 0) return null;
  const rows = shown.map(({ card, iccid }, i): Row => {
    const { short, plain } = cardWords(visit.t, card, formats.date);
    return {
      label: shown.length > 1 ? punctuation.numbered(text.title, i + 1) : text.title,
      value: (
        <>
          <Tag tone={card.condition === 'missing' ? 'warn' : 'ok'}>{short}</Tag>
          {iccid && <span class="hint">ICCID {iccid}</span>}
        </>
      ),
      hint: plain,
    };
  });
  return (
    <section class="tight">
      <h2>{text.title}</h2>
      <Rows rows={rows} />
    </section>
  );
}
