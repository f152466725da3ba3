import { cardWords } from '../../../certificate/paper/card-words.ts';
import { profileWords } from '../../../certificate/paper/profile-words.ts';
import { shownCards } from '../../../certificate/verify/shown-cards.ts';
import { isGoneFromNetwork, shownProfiles } from '../../../certificate/verify/shown-profiles.ts';
import type { Authentic, Verdict } from '../../../certificate/verify/verdict.ts';
import type { CertificateFile } from '../../../domain/certificates/certificate.ts';
import { detachmentOfStatement } from '../../../domain/certificates/detachment-stated.ts';
import { isZombie } from '../../../domain/esim/unbinding.ts';
import type { Messages } from '../../../messages/index.ts';
import { revocationReasonText } from '../../../messages/revocation-text.ts';
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
  const { verify: text } = visit.t;
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
                value: text.where[verdict.where],
                hint: verdict.detail,
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
              { label: text.whyLabel, value: text.unknownWhy[verdict.reason] },
              { label: text.key, value: <span class="code">{verdict.keyId}</span> },
            ]}
          />
        </>
      );
    case 'not_a_certificate': {
      const why = text.notWhy[verdict.reason as keyof typeof text.notWhy] ?? text.notWhy.other;
      return (
        <>
          <ResultHead visit={visit} name="not_a_certificate" />
          <Rows rows={[{ label: text.whyLabel, value: why }]} />
        </>
      );
    }
  }
}

function AuthenticView({ visit, verdict }: { visit: Visit; verdict: Authentic }) {
  const { verify: text } = visit.t;
  const { statement, status } = verdict;
  const formats = formatsOf(visit.language, statement.timeZone);
  const name = !status.known
    ? 'authentic'
    : status.revoked
      ? 'revoked'
      : status.supersededBy
        ? 'superseded'
        : verdict.number === 'no_match'
          ? 'other_number'
          : 'authentic';
  const rows: readonly Row[] = [
    ...(status.known && status.revoked
      ? [
          { label: text.revokedAt, value: formats.exact(status.revoked.at) },
          { label: text.revokedReason, value: revocationReasonText(visit.t, status.revoked.reason) },
        ]
      : []),
    ...(status.known && status.supersededBy
      ? [
          {
            label: text.supersededBy,
            value: (
              <a class="code" href={`/c/${status.supersededBy}`}>
                {status.supersededBy}
              </a>
            ),
          },
        ]
      : []),
    { label: text.issuer, value: verdict.issuer.name, hint: verdict.issuer.id },
    {
      label:
        detachmentOfStatement(statement) === 'unconfirmed'
          ? visit.t.certificate.serviceEndUnconfirmed
          : text.serviceEnd,
      value: formats.exact(statement.serviceEndedAt),
    },
    {
      label: visit.t.certificate.network,
      value: visit.t.networkAnswers.detachments[detachmentOfStatement(statement)].short,
    },
    { label: text.billingEnd, value: formats.date(statement.billingEndedOn) },
    ...(statement.numberReleasedOn === null
      ? []
      : [{ label: text.release, value: formats.date(statement.numberReleasedOn) }]),
    { label: text.reference, value: <span class="code">{statement.caseReference}</span> },
    { label: text.signed, value: formats.exact(verdict.signedAt) },
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
      <Profiles visit={visit} file={verdict.file} formats={formats} />
      <Cards visit={visit} file={verdict.file} formats={formats} />
      {statement.profiles.some((profile) => profile.proof !== null) ? (
        <p class="hint">{text.evidence}</p>
      ) : null}
      <p class="hint">
        {status.known ? text.statusAsOf(formats.exact(status.asOf)) : text.statusUnknown}
        {status.known && status.stale ? visit.t.punctuation.gap + text.stale : ''}
      </p>
      <Clock visit={visit} zone={formats.zone} />
    </>
  );
}

/** What became of each eSIM profile; nothing for a line that had none. */
export function Profiles(props: { visit: Visit; file: CertificateFile; formats: Formats }) {
  const { visit, file, formats } = props;
  const { certificate: text, profileResults, punctuation } = visit.t;
  const { profiles } = file.statement;
  if (profiles.length === 0) return null;
  const gone = isGoneFromNetwork(file.statement);
  const rows = shownProfiles(file).map(({ profile, iccid, eid }, i): Row => {
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
export function Cards(props: { visit: Visit; file: CertificateFile; formats: Formats }) {
  const { visit, file, formats } = props;
  const { cardResults: text, punctuation } = visit.t;
  const shown = shownCards(file);
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
