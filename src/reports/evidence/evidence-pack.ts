import { createHash } from 'node:crypto';
import { compactOf, jsonOf } from '../../certificate/credential/sd-jwt.ts';
import { meaningWords } from '../../certificate/paper/answer-words.ts';
import type { CheckName } from '../../domain/rules/rulebook.ts';
import type { Language } from '../../domain/values/language.ts';
import { messages } from '../../messages/index.ts';
import { formatsIn } from '../../messages/writing.ts';
import type { CaseEvidencePack } from '../../operations/complaints/case-evidence-pack.ts';
import type { ReportPaper, ReportSection } from '../../papers/report-paper.ts';
import { csvCell } from '../csv-cell.ts';
import { type ArchiveFile, zipOf } from '../zip.ts';
import { actionText, actorText, factsText, isTold } from './audit-words.ts';

/** What makes papers of it. */
export interface PackParts {
  readonly operator: string;
  /** Where certificates are verified. */
  readonly portal: string;
  readonly signerName: string;
  readonly specimen: boolean;
  /** The certificate on paper, as its case has it. */
  readonly certificatePdf: () => Promise<Uint8Array>;
  /** Draws a report, and signs it. */
  readonly report: (paper: ReportPaper) => Promise<Uint8Array>;
}

/**
 * All that a complaint is answered from, as a ZIP: a signed report that names every other file with its SHA-256, the timeline and the
 * decisions, every exchange as it was received, the bill, the certificate in three forms and the proof that it is in the public log.
 * What is kept of a case is small; it is made in memory.
 */
export async function evidencePack(
  found: CaseEvidencePack,
  language: Language,
  parts: PackParts,
): Promise<AsyncGenerator<Uint8Array>> {
  const files = await filesOf(found, language, parts);
  const paper = reportOf(found, language, parts, files);
  const report: ArchiveFile & { readonly bytes: Uint8Array } = fileOf(
    'report.pdf',
    await parts.report(paper),
  );
  const all = [report, ...files];
  const sums = all.map(({ name, bytes }) => `${sha256(bytes)}  ${name}\n`).join('');
  async function* listed(): AsyncGenerator<ArchiveFile> {
    yield* all;
    // As `sha256sum --check` reads it.
    yield fileOf('SHA256SUMS', Buffer.from(sums));
  }
  return zipOf(listed(), null, found.madeAt);
}

type Made = ArchiveFile & { readonly bytes: Uint8Array };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function fileOf(name: string, content: Uint8Array | string): Made {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  async function* parts(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  return { name, bytes, parts: parts() };
}

const json = (value: unknown): string =>
  `${JSON.stringify(value, (_, one) => (one instanceof Uint8Array || one?.type === 'Buffer' ? hexOf(one) : one), 2)}\n`;
/** A Buffer comes to a replacer as what its `toJSON` gave. */
const hexOf = (one: Uint8Array | { readonly data: readonly number[] }): string =>
  Buffer.from(one instanceof Uint8Array ? one : one.data).toString('hex');

async function filesOf(
  found: CaseEvidencePack,
  language: Language,
  { certificatePdf }: PackParts,
): Promise<readonly Made[]> {
  const { record, certificate, evidence } = found;
  const { exchanges, notifications } = evidence;
  return [
    fileOf('timeline.csv', timelineCsv(found, language)),
    fileOf('timeline.json', json(found.events)),
    fileOf('decisions.json', json(found.decisions)),
    // Bytes are in hexadecimal digits: what was received, and what it was hashed with.
    fileOf('network.json', json(exchanges)),
    ...(notifications.length === 0 ? [] : [fileOf('euicc-notifications.json', json(notifications))]),
    fileOf('messages.json', json(found.notices)),
    ...(found.complaints.length === 0 ? [] : [fileOf('complaints.json', json(found.complaints))]),
    ...(record.bill === null ? [] : [fileOf('bill.json', json(record.bill))]),
    ...(certificate === null
      ? []
      : [
          fileOf('certificate.sdjwt', compactOf(certificate)),
          fileOf('certificate.json', json(jsonOf(certificate))),
          fileOf('certificate.pdf', await certificatePdf()),
          ...(certificate.logProof === null ? [] : [fileOf('certificate.tlog-proof', certificate.logProof)]),
        ]),
  ];
}

function timelineCsv({ events, timeZone }: CaseEvidencePack, language: Language): string {
  const t = messages(language);
  const formats = formatsIn(t.writing.locale, timeZone);
  const rows = events.map(({ at, action, actor, actorName, facts }) => [
    ...[at.toISOString(), action, actionText(t, action), actorName ?? actorText(t, actor)],
    factsText(t, formats, facts ?? {})
      .map(({ name, value }) => t.punctuation.labelled(name, value))
      .join(t.punctuation.pause),
  ]);
  const head = ['at', 'action', 'what', 'who', 'facts'];
  return `${t.writing.spreadsheetMark}${[head, ...rows].map((row) => `${row.map(csvCell).join()}\r\n`).join('')}`;
}

function reportOf(
  found: CaseEvidencePack,
  language: Language,
  { operator, portal, signerName, specimen }: PackParts,
  files: readonly Made[],
): ReportPaper {
  const t = messages(language);
  const { evidencePack: words } = t;
  const { record, timeZone, madeAt } = found;
  const formats = formatsIn(t.writing.locale, timeZone);
  return {
    ...{ language, operator, signerName, createdAt: madeAt },
    specimen: specimen ? t.paper.specimen : null,
    title: words.title(record.reference),
    lead: [
      words.lead(formats.exact(madeAt), formats.zone),
      ...(found.erased ? [words.erased] : []),
      ...(found.certificate === null ? [] : [words.verify(`${portal}/verify`)]),
    ],
    sections: [
      summary(found, language),
      timeline(found, language),
      decisions(found, language),
      network(found, language),
      bill(found, language),
      ...(found.complaints.length === 0 ? [] : [complaints(found, language)]),
      {
        title: words.files,
        widths: [0.3, 0.7],
        columns: [words.file, 'SHA-256'],
        rows: files.map(({ name, bytes }) => [name, sha256(bytes)]),
        empty: words.none,
      },
    ],
  };
}

function summary({ record, timeZone, certificate }: CaseEvidencePack, language: Language): ReportSection {
  const t = messages(language);
  const { evidencePack: words, caseDesk } = t;
  const formats = formatsIn(t.writing.locale, timeZone);
  const moment = (at: Date | null): string => (at === null ? words.notYet : formats.exact(at));
  return {
    title: words.summary,
    widths: [0.3, 0.7],
    columns: [],
    rows: [
      [words.declared, moment(record.declaredAt)],
      [words.confirmed, moment(record.confirmedAt)],
      [words.serviceEnded, moment(record.serviceEndedAt)],
      [words.closed, moment(record.closedAt)],
      [
        words.state,
        record.outcome === null ? caseDesk.stages[record.stage] : caseDesk.outcomes[record.outcome],
      ],
      [words.certificate, certificate?.claims.jti ?? words.none],
    ],
    empty: words.none,
  };
}

function timeline({ events, timeZone }: CaseEvidencePack, language: Language): ReportSection {
  const t = messages(language);
  const { evidencePack: words } = t;
  const formats = formatsIn(t.writing.locale, timeZone);
  return {
    title: words.timeline,
    widths: [0.26, 0.44, 0.3],
    columns: [words.at, words.what, words.who],
    rows: events
      .filter(({ action }) => isTold(action))
      .map(({ at, action, actor, actorName }) => [
        ...[formats.exact(at), actionText(t, action), actorName ?? actorText(t, actor)],
      ]),
    empty: words.none,
  };
}

function decisions(found: CaseEvidencePack, language: Language): ReportSection {
  const t = messages(language);
  const { evidencePack: words, caseDesk, eligibility } = t;
  const { page } = caseDesk;
  const formats = formatsIn(t.writing.locale, found.timeZone);
  return {
    title: words.decisions,
    widths: [0.26, 0.3, 0.44],
    columns: [words.at, words.what, words.why],
    rows: found.decisions.map(({ at, kind, verdict, rules, findings }) => [
      formats.exact(at),
      `${page.decidedAs[kind]}\n${page.verdicts[verdict]}`,
      [
        page.rulesOf(rules.jurisdiction, rules.version),
        ...findings.map(({ check, effect, rule }) =>
          t.punctuation.listed([
            eligibility.checks[check as CheckName]?.title ?? check,
            page.effects[effect] ?? effect,
            page.version(rule.id, rule.version),
          ]),
        ),
      ].join('\n'),
    ]),
    empty: words.none,
  };
}

function network({ evidence, timeZone }: CaseEvidencePack, language: Language): ReportSection {
  const t = messages(language);
  const { evidencePack: words } = t;
  const formats = formatsIn(t.writing.locale, timeZone);
  return {
    title: words.network,
    widths: [0.26, 0.2, 0.3, 0.24],
    columns: [words.at, words.element, words.meaning, words.hash],
    rows: evidence.exchanges.map((one) => [
      formats.exact(one.at),
      [one.element, one.node?.name].filter(Boolean).join('\n'),
      meaningWords(t, one.meaning),
      one.hash.slice(0, 32),
    ]),
    empty: words.noNetwork,
  };
}

function bill({ record, timeZone }: CaseEvidencePack, language: Language): ReportSection {
  const t = messages(language);
  const { evidencePack: words } = t;
  const formats = formatsIn(t.writing.locale, timeZone);
  return {
    title: words.bill,
    widths: [0.7, 0.3],
    columns: [],
    rows:
      record.bill === null
        ? []
        : [
            ...record.bill.items.map(({ kind, description, amount }) => [
              [t.review.items[kind], description].filter(Boolean).join('\n'),
              formats.money(amount),
            ]),
            [words.total, formats.money(record.bill.total)],
          ],
    empty: words.noBill,
  };
}

function complaints(found: CaseEvidencePack, language: Language): ReportSection {
  const t = messages(language);
  const { complaints: words } = t;
  const { desk } = words;
  const formats = formatsIn(t.writing.locale, found.timeZone);
  return {
    title: desk.title,
    widths: [0.2, 0.2, 0.6],
    columns: [desk.reference, desk.due, desk.said],
    rows: found.complaints.map(({ reference, topic, dueOn, outcome, text, answer, earlier }) => [
      reference,
      formats.date(dueOn),
      [
        words.topics[topic],
        text ?? words.state.gone,
        ...earlier.flatMap((one) => [
          t.punctuation.labelled(desk.earlier(formats.exact(one.at)), desk.outcomes[one.outcome]),
          one.text,
        ]),
        ...(outcome === null
          ? []
          : [t.punctuation.labelled(desk.answerTitle, desk.outcomes[outcome]), answer ?? words.state.gone]),
      ].join('\n'),
    ]),
    empty: t.evidencePack.none,
  };
}
