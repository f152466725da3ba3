import {
  cardSection,
  profileSection,
  RESULT_TONES,
  type ResultName,
  type ToldRow,
  toldVerdict,
} from '../../../certificate/verify/told-verdict.ts';
import type { Verdict } from '../../../certificate/verify/verdict.ts';
import type { Claims } from '../../../domain/certificates/certificate.ts';
import type { CertificateStatus } from '../../../operations/certificates/certificate-status.ts';
import { type Formats, formatsOf } from '../../kit/formats.ts';
import { Clock, type Row, Rows, Tag } from '../../kit/parts.tsx';
import type { Visit } from '../../kit/visit.ts';
import { whyRows } from './why-rows.tsx';

/** The answer in one word, and what it means. */
export function ResultHead({ visit, name }: { visit: Visit; name: ResultName }) {
  const { verify: text } = visit.t;
  const { title, lead } = text.results[name];
  return (
    <div class={`note ${RESULT_TONES[name]} tight`} role="status">
      <p class="eyebrow">{text.title}</p>
      <h1>{title}</h1>
      <p>{lead}</p>
    </div>
  );
}

interface VerdictProps {
  readonly visit: Visit;
  readonly verdict: Verdict;
  /** What our own record says of it beyond the list of status; null where we have none. */
  readonly record?: CertificateStatus | null;
}

export function VerdictView({ visit, verdict, record = null }: VerdictProps) {
  const claims = verdict.result === 'authentic' ? verdict.copy.claims : null;
  const formats = claims === null ? visit.formats : formatsOf(visit.language, claims.timeZone);
  const told = toldVerdict(visit.t, verdict, formats);
  return (
    <>
      <ResultHead visit={visit} name={told.name} />
      {told.match === null ? null : (
        <p class={`note ${told.match.tone}`}>
          <strong>{told.match.text}</strong>
        </p>
      )}
      <Rows rows={[...told.rows.map(rowOf), ...(record === null ? [] : whyRows(visit, record))]} />
      {told.sections.map((section) => (
        <Section key={section.title} {...section} />
      ))}
      {told.notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
      {claims === null ? null : <Clock visit={visit} zone={formats.zone} />}
    </>
  );
}

export function rowOf({ label, value, code, strong, href, tag, marks = [], hint }: ToldRow): Row {
  const text = code ? <span class="code">{value}</span> : strong ? <strong>{value}</strong> : value;
  return {
    label,
    hint,
    value: (
      <>
        {tag !== undefined ? null : href === undefined ? (
          text
        ) : (
          <a class="code act" href={href}>
            {value}
          </a>
        )}
        {tag === undefined ? null : <Tag tone={tag}>{value}</Tag>}
        {marks.map((mark) => (
          <span key={mark} class="hint">
            {mark}
          </span>
        ))}
      </>
    ),
  };
}

interface Told {
  readonly title: string;
  readonly rows: readonly ToldRow[];
  readonly note: string | null;
}

function Section({ title, rows, note }: Told) {
  if (rows.length === 0) return null;
  return (
    <section class="tight">
      <h2>{title}</h2>
      <Rows rows={rows.map(rowOf)} />
      {note === null ? null : <p class="hint">{note}</p>}
    </section>
  );
}

type Parts = { readonly visit: Visit; readonly claims: Claims; readonly formats: Formats };

/** What became of each eSIM profile; nothing for a line that had none. */
export function Profiles({ visit, claims, formats }: Parts) {
  return <Section {...profileSection(visit.t, claims, formats)} />;
}

/** What became of each old card; nothing where the certificate tells of none. */
export function Cards({ visit, claims, formats }: Parts) {
  return <Section {...cardSection(visit.t, claims, formats)} />;
}
