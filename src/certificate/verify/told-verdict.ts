import type { Claims } from '../../domain/certificates/certificate.ts';
import { detachmentOfClaims } from '../../domain/certificates/detachment-stated.ts';
import { isZombie } from '../../domain/esim/unbinding.ts';
import { maskName } from '../../domain/people/mask-name.ts';
import { type Msisdn, maskMsisdn } from '../../domain/values/msisdn.ts';
import type { Messages } from '../../messages/shape.ts';
import type { Formats } from '../../messages/writing.ts';
import { cardWords } from '../paper/card-words.ts';
import { profileWords } from '../paper/profile-words.ts';
import { shownCards } from './shown-cards.ts';
import { isGoneFromNetwork, shownProfiles } from './shown-profiles.ts';
import type { Authentic, CertificateStatus, LogFinding, Verdict } from './verdict.ts';

/** What a verdict is told in. */
export type VerdictWords = Pick<
  Messages,
  'verify' | 'verdicts' | 'certificate' | 'networkAnswers' | 'profileResults' | 'cardResults' | 'punctuation'
>;

/** How instants and days read. */
export type VerdictFormats = Pick<Formats, 'exact' | 'date'>;

export type ResultName = keyof Messages['verify']['results'];
export type ResultTone = 'ok' | 'warn' | 'bad' | 'info';

export const RESULT_TONES: Readonly<Record<ResultName, ResultTone>> = {
  authentic: 'ok',
  other_number: 'warn',
  known: 'info',
  superseded: 'warn',
  revoked: 'bad',
  altered: 'bad',
  unknown_issuer: 'warn',
  not_a_certificate: 'warn',
};

export interface ToldRow {
  readonly label: string;
  readonly value: string;
  /** Set like a number or a code. */
  readonly code?: true;
  /** What is looked for first. */
  readonly strong?: true;
  /** Where the value leads, on the pages of the operator. */
  readonly href?: string;
  /** A value in one or two words. */
  readonly tag?: 'ok' | 'warn' | 'bad';
  /** What it is recognised by. */
  readonly marks?: readonly string[];
  readonly hint?: string | undefined;
}

/** A verdict in words, in the order in which it is read; the result first. */
export interface ToldVerdict {
  readonly name: ResultName;
  /** Of the number that was asked about. */
  readonly match: { readonly tone: 'ok' | 'warn'; readonly text: string } | null;
  readonly rows: readonly ToldRow[];
  readonly sections: readonly {
    readonly title: string;
    readonly rows: readonly ToldRow[];
    readonly note: string | null;
  }[];
  readonly notes: readonly string[];
}

/** Says a verdict in one language: the same on the operator's pages and on the one that works without a connection. */
export function toldVerdict(words: VerdictWords, verdict: Verdict, formats: VerdictFormats): ToldVerdict {
  const { verify: text, verdicts } = words;
  const alone = (name: ResultName, rows: readonly ToldRow[]): ToldVerdict => ({
    ...{ name, match: null, rows, sections: [], notes: [] },
  });
  switch (verdict.result) {
    case 'authentic':
      return toldAuthentic(words, verdict, formats);
    case 'altered': {
      const value = verdicts.where[verdict.where];
      return alone('altered', [{ label: text.whereLabel, value, hint: verdicts.details[verdict.detail] }]);
    }
    case 'unknown_issuer':
      return alone('unknown_issuer', [
        { label: text.whyLabel, value: verdicts.unknownWhy[verdict.reason] },
        { label: text.key, value: verdict.keyId, code: true },
      ]);
    case 'not_a_certificate':
      return alone('not_a_certificate', [{ label: text.whyLabel, value: verdicts.details[verdict.reason] }]);
  }
}

function toldAuthentic(words: VerdictWords, verdict: Authentic, formats: VerdictFormats): ToldVerdict {
  const { verify: text, certificate } = words;
  const { status, number } = verdict;
  const { claims } = verdict.copy;
  const detachment = detachmentOfClaims(claims);
  const name = resultOf(verdict);
  return {
    name,
    match:
      number === null || name === 'other_number'
        ? null
        : { tone: number === 'match' ? 'ok' : 'warn', text: text.match[number] },
    // Whose line, its dates, the network's result; then whether it stands.
    rows: [
      ...personRows(words, claims),
      {
        label: detachment === 'unconfirmed' ? certificate.serviceEndUnconfirmed : text.serviceEnd,
        value: formats.exact(claims.serviceEndedAt),
        strong: true,
      },
      { label: text.billingEnd, value: formats.date(claims.billingEndedOn), strong: true },
      ...(claims.numberReleasedOn === null
        ? []
        : [{ label: text.release, value: formats.date(claims.numberReleasedOn), strong: true } as const]),
      { label: certificate.network, value: words.networkAnswers.detachments[detachment].short },
      logRow(words, verdict.log, formats),
      statusRow(words, status, formats),
    ],
    sections: [
      profileSection(words, claims, formats),
      cardSection(words, claims, formats),
      documentSection(words, verdict, formats),
    ].filter((section) => section.rows.length > 0),
    notes: claims.profiles.some(({ proof }) => proof !== null)
      ? [text.evidence + words.punctuation.gap + text.evidenceCommand]
      : [],
  };
}

/** Whose line it is about, as far as the copy shows it, and masked. */
function personRows({ certificate: text }: VerdictWords, claims: Claims): readonly ToldRow[] {
  const { msisdn, holderName, documentEnding } = claims.subject;
  return [
    {
      label: text.number,
      ...(msisdn !== undefined
        ? ({ value: maskMsisdn(msisdn as Msisdn), code: true } as const)
        : { value: claims.number === 'none' ? text.noNumber : text.hiddenNumber }),
    },
    ...(holderName === undefined && documentEnding === undefined
      ? []
      : [
          {
            label: text.holder,
            value: holderName === undefined ? text.hiddenHolder : maskName(holderName),
            hint: documentEnding === undefined ? undefined : text.documentEnding(documentEnding),
          },
        ]),
  ];
}

/** Whether it stands, and as of when. */
export function statusRow(
  { verify: text, verdicts, punctuation }: VerdictWords,
  status: CertificateStatus,
  formats: VerdictFormats,
): ToldRow {
  if (!status.known) return { label: text.status, value: text.statusUnknown(verdicts.statusWhy[status.why]) };
  const asOf = text.statusAsOf(formats.exact(status.asOf));
  return {
    label: text.status,
    value: text.states[status.state],
    tag: STATE_TONES[status.state],
    hint: status.stale ? asOf + punctuation.stop + text.stale : asOf,
  };
}

const STATE_TONES = { valid: 'ok', revoked: 'bad', superseded: 'warn' } as const;

/** Who issued it, when, by which key, and by what it is found. */
function documentSection(
  { verify: text, certificate }: VerdictWords,
  verdict: Authentic,
  formats: VerdictFormats,
) {
  const { claims } = verdict.copy;
  const replaced = verdict.status.known && verdict.status.state !== 'valid';
  const rows: readonly ToldRow[] = [
    { label: text.issuer, value: verdict.issuer.name, hint: verdict.issuer.id },
    ...(claims.operator.contact === null
      ? []
      : [{ label: certificate.contact, value: claims.operator.contact }]),
    { label: text.reference, value: claims.caseReference, code: true },
    // Why it does not stand, and which one took its place, is said where its number leads.
    {
      label: certificate.id,
      value: claims.jti,
      code: true,
      ...(replaced ? { href: `/c/${claims.jti}` } : {}),
    },
    { label: text.signed, value: formats.exact(verdict.issuedAt) },
    { label: text.key, value: verdict.keyId, code: true },
  ];
  return { title: text.document, rows, note: null };
}

function resultOf({ status, number }: Authentic): ResultName {
  if (status.known && status.state !== 'valid') return status.state;
  return number === 'no_match' ? 'other_number' : 'authentic';
}

function logRow({ verify: { log: text } }: VerdictWords, log: LogFinding, formats: VerdictFormats): ToldRow {
  if (!log.logged) return { label: text.label, value: text.not, hint: text.why[log.why] };
  const latest = log.witnessedBy
    .map(({ at }) => at)
    .sort()
    .at(-1);
  return {
    label: text.label,
    value: text.entry(log.index, log.size),
    hint:
      latest === undefined
        ? text.noWitness(log.origin)
        : text.witnesses(log.origin, log.witnessedBy.length, formats.exact(latest)),
  };
}

/** What became of each eSIM profile; no rows for a line that had none. */
export function profileSection(words: VerdictWords, claims: Claims, formats: VerdictFormats) {
  const { certificate: text, profileResults, punctuation } = words;
  const { profiles } = claims;
  const gone = isGoneFromNetwork(claims);
  const rows = shownProfiles(claims).map(({ profile, iccid, eid }, i): ToldRow => {
    const receivedAt = profile.proof === null ? '' : formats.exact(profile.proof.receivedAt);
    const { short, plain } = profileWords(words, profile, gone, receivedAt);
    return {
      label: profiles.length > 1 ? punctuation.numbered(text.kinds.esim, i + 1) : text.kinds.esim,
      value: short,
      tag: isZombie(profile.result) ? 'warn' : 'ok',
      marks: [...(iccid === null ? [] : [`ICCID ${iccid}`]), ...(eid === null ? [] : [`EID ${eid}`])],
      hint: plain,
    };
  });
  const proven = profiles.some((profile) => profile.proof !== null);
  return { title: text.profiles, rows, note: proven ? profileResults.proofLimits : null };
}

/** What became of each old card; no rows where the certificate tells of none. */
export function cardSection(words: VerdictWords, claims: Claims, formats: VerdictFormats) {
  const { cardResults: text, punctuation } = words;
  const shown = shownCards(claims);
  const rows = shown.map(({ card, iccid }, i): ToldRow => {
    const { short, plain } = cardWords(words, card, formats.date);
    return {
      label: shown.length > 1 ? punctuation.numbered(text.title, i + 1) : text.title,
      value: short,
      tag: card.condition === 'missing' ? 'warn' : 'ok',
      marks: iccid === null ? [] : [`ICCID ${iccid}`],
      hint: plain,
    };
  });
  return { title: text.title, rows, note: null };
}
