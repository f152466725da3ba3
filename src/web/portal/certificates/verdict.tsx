import { cardWords } from '../../../certificate/paper/card-words.ts';
import { profileWords } from '../../../certificate/paper/profile-words.ts';
import { shownCards } from '../../../certificate/verify/shown-cards.ts';
import { isGoneFromNetwork, shownProfiles } from '../../../certificate/verify/shown-profiles.ts';
import type { Authentic, Verdict } from '../../../certificate/verify/verdict.ts';
import type { Claims } from '../../../domain/certificates/certificate.ts';
import { detachmentOfClaims } from '../../../domain/certificates/detachment-stated.ts';
import { isZombie } from '../../../domain/esim/unbinding.ts';
import type { Messages } from '../../../messages/index.ts';
import { type Formats, formatsOf } from '../../kit/formats.ts';
import { Clock, type Row, Rows, Tag } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';

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

export function VerdictView({ visit, verdict }: { visit: Visit; verdict: Verdict }) {
  const { verify: text, verdicts } = visit.t;
  switch (verdict.result) {
    case 'authentic':
      return <AuthenticView visit={visit} verdict={verdict} />;
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

function AuthenticView({ visit, verdict }: { visit: Visit; verdict: Authentic }) {
  const { verify: text } = visit.t;
  const { status } = verdict;
  const { claims } = verdict.copy;
  const formats = formatsOf(visit.language, claims.timeZone);
  const name =
    status.known && status.state !== 'valid'
      ? status.state
      : verdict.number === 'no_match'
        ? 'other_number'
        : 'authentic';
  const rows: readonly Row[] = [
    // Why, and which one took its place, is said where its number leads.
    ...(name === 'revoked' || name === 'superseded'
      ? [
          {
            label: visit.t.certificate.id,
            value: (
              <a class="code" href={`/c/${claims.jti}`}>
                {claims.jti}
              </a>
            ),
          },
        ]
      : []),
    { label: text.issuer, value: verdict.issuer.name, hint: verdict.issuer.id },
    {
      label:
        detachmentOfClaims(claims) === 'unconfirmed'
          ? visit.t.certificate.serviceEndUnconfirmed
          : text.serviceEnd,
      value: formats.exact(claims.serviceEndedAt),
    },
    {
      label: visit.t.certificate.network,
      value: visit.t.networkAnswers.detachments[detachmentOfClaims(claims)].short,
    },
    { label: text.billingEnd, value: formats.date(claims.billingEndedOn) },
    ...(claims.numberReleasedOn === null
      ? []
      : [{ label: text.release, value: formats.date(claims.numberReleasedOn) }]),
    { label: text.reference, value: <span class="code">{claims.caseReference}</span> },
    { label: text.signed, value: formats.exact(verdict.issuedAt) },
    { label: text.key, value: <span class="code">{verdict.keyId}</span> },
  ];
  return (
    <>
      <ResultHead visit={visit} name={name} />
      {verdict.number === null || name === 'other_number' ? null : (
        <p class={verdict.number === 'match' ? 'note ok' : 'note warn'}>
          <strong>{text.match[verdict.number]}</strong>
        </p>
      )}
      <Rows rows={rows} />
      <Profiles visit={visit} claims={claims} formats={formats} />
      <Cards visit={visit} claims={claims} formats={formats} />
      {claims.profiles.some((profile) => profile.proof !== null) ? <p class="hint">{text.evidence}</p> : null}
      <p class="hint">
        {status.known
          ? text.statusAsOf(formats.exact(status.asOf))
          : text.statusUnknown(visit.t.verdicts.statusWhy[status.why])}
        {status.known && status.stale ? visit.t.punctuation.gap + text.stale : ''}
      </p>
      <Clock visit={visit} zone={formats.zone} />
    </>
  );
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
