import {
  type CertificateCopy,
  type Claims,
  issuedAt,
  operatorName,
  operatorNameIn,
} from '../../domain/certificates/certificate.ts';
import { detachmentOfClaims } from '../../domain/certificates/detachment-stated.ts';
import { type Messages, messages } from '../../messages/index.ts';
import type { Disclosable } from '../credential/choice.ts';
import { signingKeyOf } from '../credential/sd-jwt.ts';
import { localTime } from './paper-formats.ts';
import { drawCode } from './pdf-code.ts';
import { type Cell, grid } from './pdf-grid.ts';
import { heading, inOneLine, label } from './pdf-headings.ts';
import type { MaskedProfile } from './pdf-profiles.ts';
import { type Both, COLOR, CONTENT_WIDTH, PAGE, type Sheet, type TextStyle } from './pdf-sheet.ts';

/** What identifies the line on paper, masked by the caller; the whole values are only in the attachment. */
export interface Masked {
  /** E.g. `138 **** 1234`; null for a line without a number. */
  readonly msisdn: string | null;
  /** Null leaves the holder out. */
  readonly holder: string | null;
  /** The last characters of the holder's document; null or absent leaves them out. */
  readonly documentEnding?: string | null;
  /** One an access, in order; null or absent leaves it out. */
  readonly iccids?: readonly (string | null)[];
  /** One an eSIM profile, in order; absent leaves what they are recognised by out. */
  readonly profiles?: readonly MaskedProfile[];
  /** ICCIDs, one an old card, in order; absent leaves them out. */
  readonly cards?: readonly (string | null)[];
}

const QR_SIZE = 96;

/** Letters of one size look larger in one script than in another: points of the title, and how far it is set below the operator. */
const TITLE_SIZE = {
  han: { first: 29, second: 17, below: 0 },
  latin: { first: 25, second: 15, below: 4 },
} as const;

type LabelName = keyof Messages['paper']['label'];

/** The name of a value in both languages. */
const named = (sheet: Sheet, name: LabelName): Both => sheet.say(({ paper }) => paper.label[name]);

/** A paper about a line that may be on still certifies no end: it tells what was done. */
const isConfirmed = (claims: Claims): boolean => detachmentOfClaims(claims) !== 'unconfirmed';

export const titleOf = (claims: Claims): 'title' | 'titleUnconfirmed' =>
  isConfirmed(claims) ? 'title' : 'titleUnconfirmed';

/** Operator, title and code. The line crosses the page and ends in a full stop at the code. */
export function head(sheet: Sheet, claims: Claims, verifyUrl: string): void {
  const [first, second] = sheet.languages;
  const codeLeft = PAGE.right - QR_SIZE;
  const dot = codeLeft - 20;
  const width = dot - PAGE.left - 10;
  const operator = sheet.text(operatorName(claims), PAGE.left, PAGE.top, width, {
    size: 10.5,
    bold: true,
    color: COLOR.accent,
  });
  const words = sheet.say(({ paper }) => paper[titleOf(claims)]);
  const { first: size, below: drop } = TITLE_SIZE[messages(first).writing.script];
  const titleTop = PAGE.top + operator + drop;
  const title = sheet.text(words[0], PAGE.left, titleTop, width, {
    // A longer title is set smaller, so that it keeps to one line.
    size:
      [size, size * 0.85, size * 0.72].find(
        (one) => sheet.width(words[0], { size: one, bold: true }) <= width,
      ) ?? size,
    bold: true,
    language: first,
    tag: 'H1',
  });
  const line = titleTop + title + 5;
  sheet.artifact((doc) => {
    doc.moveTo(0, line).lineTo(dot, line).lineWidth(2.25).strokeColor(COLOR.accent).stroke();
    doc.circle(dot, line, 5.5).fill(COLOR.accent);
  });
  const below = line + 8;
  sheet.text(words[1], PAGE.left, below, width, {
    size: TITLE_SIZE[messages(second).writing.script].second,
    language: second,
    color: COLOR.secondary,
  });
  const codeTop = line - QR_SIZE / 2;
  drawCode(sheet, verifyUrl, codeLeft, codeTop, QR_SIZE);
  const caption = inOneLine(named(sheet, 'scan'));
  sheet.text(caption, codeLeft - 30, codeTop + QR_SIZE + 6, QR_SIZE + 60, {
    size: 7.5,
    align: 'center',
    color: COLOR.secondary,
    tag: 'Caption',
  });
  sheet.y = codeTop + QR_SIZE + 22;
}

export function facts(sheet: Sheet, claims: Claims, masked: Masked): void {
  const says = isConfirmed(claims) ? 'certifies' : 'states';
  // In each language by its name in that language; both are above.
  const [first, second] = sheet.languages.map((language) =>
    messages(language).paper[says](operatorNameIn(claims, language), claims.timeZone),
  );
  sheet.columns([first!, second!], { size: 9, leading: 1 });
  sheet.y += 9;
  const when = (instant: string) => {
    const { date, time } = localTime(instant, claims.timeZone);
    return `${date} ${time.slice(0, 5)}`;
  };
  const of = claims.number;
  const fate = of === 'none' ? '' : inOneLine(sheet.say(({ paper }) => paper.numberFate[of]));
  const cell = (name: LabelName, value: string, large = false): Cell => ({
    label: named(sheet, name),
    value,
    large,
  });
  const number: Cell = {
    label: named(sheet, 'number'),
    value: masked.msisdn ?? inOneLine(named(sheet, claims.number === 'none' ? 'noNumber' : 'hiddenNumber')),
    note: fate,
    large: masked.msisdn !== null,
  };
  const replaced =
    claims.supersedes === null ? '' : `${inOneLine(named(sheet, 'replaces'))} ${claims.supersedes}`;
  const wide: Cell[] = [
    number,
    ...holderCells(sheet, masked),
    cell('reference', claims.caseReference),
    { ...cell('certificate', claims.jti), note: replaced },
  ];
  if (wide.length % 2 === 1) wide.push({ label: null, value: '' });
  grid(sheet, wide, 2);
  const narrow = [
    cell('declared', when(claims.declaredAt)),
    cell('confirmed', when(claims.confirmedAt)),
    cell('issued', when(issuedAt(claims).toISOString())),
    cell('rules', `${countryOf(sheet, claims.rulebook.jurisdiction)} / ${claims.rulebook.version}`),
  ];
  grid(sheet, narrow, 4);
  if (sheet.substituted) {
    sheet.columns(
      sheet.say(({ paper }) => paper.codePointNote),
      { size: 7, color: COLOR.secondary },
    );
    sheet.y += 5;
  }
}

/** A jurisdiction by its name where it is a country (ISO 3166-1 alpha-2). */
function countryOf({ languages: [first] }: Sheet, jurisdiction: string): string {
  if (!/^[a-z]{2}$/.test(jurisdiction)) return jurisdiction;
  const { locale } = messages(first).writing;
  return new Intl.DisplayNames(locale, { type: 'region' }).of(jurisdiction.toUpperCase()) ?? jurisdiction;
}

/** Who held the line, with what their document ends in; or that alone, where no name is known. */
function holderCells(sheet: Sheet, { holder, documentEnding = null }: Masked): readonly Cell[] {
  const ending =
    documentEnding === null ? '' : `${inOneLine(named(sheet, 'documentEnding'))} ${documentEnding}`;
  if (holder !== null) return [{ label: named(sheet, 'holder'), value: holder, note: ending, large: true }];
  return ending === ''
    ? []
    : [{ label: named(sheet, 'documentEnding'), value: documentEnding!, large: true }];
}

/** Service end, billing end and number release: three dates that must never be mixed up, side by side. */
export function dates(sheet: Sheet, claims: Claims): void {
  const { date, time, offset } = localTime(claims.serviceEndedAt, claims.timeZone);
  const release = claims.numberReleasedOn;
  const end = isConfirmed(claims) ? 'serviceEnd' : 'serviceEndUnconfirmed';
  const note = (name: keyof Messages['paper']['dateNote']) => sheet.say(({ paper }) => paper.dateNote[name]);
  const cells: { label: LabelName; large: string; small: string; note: Both }[] = [
    { label: end, large: date, small: `${time}  ${offset}`, note: note(end) },
    {
      label: 'billingEnd',
      large: claims.billingEndedOn,
      small: claims.timeZone,
      note: note('billingEnd'),
    },
    {
      label: 'release',
      large: release ?? '—',
      small: release === null ? '' : claims.timeZone,
      note:
        release === null
          ? named(sheet, 'notApplicable')
          : note(claims.number === 'returned_to_range_holder' ? 'returned' : 'release'),
    },
  ];
  const height = 82;
  sheet.ensure(height + 16);
  sheet.y += 2;
  const top = sheet.y;
  sheet.artifact((doc) => doc.roundedRect(PAGE.left, top, CONTENT_WIDTH, height, 8).fill(COLOR.wash));
  const width = CONTENT_WIDTH / 3;
  cells.forEach((cell, i) => {
    const x = PAGE.left + i * width + 14;
    const inner = width - 22;
    if (i > 0)
      sheet.artifact((doc) =>
        doc
          .moveTo(x - 14, top + 12)
          .lineTo(x - 14, top + height - 12)
          .lineWidth(0.75)
          .strokeColor('#B9D3D5')
          .stroke(),
      );
    let y = top + 7;
    y += sheet.pair(named(sheet, cell.label), x, y, inner, 9) + 1;
    y += sheet.text(cell.large, x, y, inner, { size: 16, bold: true, color: COLOR.accent });
    y += sheet.text(cell.small, x, y, inner, { size: 8, color: COLOR.secondary }) + 2;
    sheet.languages.forEach((language, n) => {
      y += sheet.text(cell.note[n]!, x, y, inner, { size: 7, color: COLOR.ink, language });
    });
  });
  sheet.y = top + height + 4;
}

/** What a reader of this file learns of the person, said plainly: the page shows less than what is attached to it. */
function shownWords({ disclosures: words, punctuation }: Messages, shown: readonly Disclosable[]): string {
  if (shown.length === 0) return words.attachedNothing;
  return words.attached(punctuation.listed(shown.map((kind) => words.inSentence[kind])));
}

const VERIFY_COMMAND = 'handback verify certificate.pdf --trust trust.json';

export function howToVerify(
  sheet: Sheet,
  copy: CertificateCopy,
  shown: readonly Disclosable[],
  verifyUrl: string,
): void {
  const proven = copy.claims.profiles.some((profile) => profile.proof !== null);
  const style = { size: 7.5, leading: 0.5 };
  const steps: readonly (readonly [Both, TextStyle])[] = [
    [sheet.say(({ paper }) => paper.verifySteps.online), style],
    [sheet.say(({ paper }) => paper.verifySteps.offline), style],
    ...(proven ? [[sheet.say(({ paper }) => paper.verifySteps.evidence), style] as const] : []),
    [sheet.say((m) => shownWords(m, shown)), { ...style, bold: true }],
  ];
  const { date, time, offset } = localTime(issuedAt(copy.claims).toISOString(), copy.claims.timeZone);
  const rows: readonly (readonly [LabelName, string])[][] = [
    [
      ['address', verifyUrl],
      ['signed', `${date} ${time} ${offset}`],
    ],
    [
      ['command', VERIFY_COMMAND],
      ['key', signingKeyOf(copy.jwt)],
    ],
  ];
  const heights = rows.map((row) =>
    Math.max(...row.map(([, value], i) => sheet.height(value, STRIP[i]!.width, STRIP_STYLE))),
  );
  const strip = heights.reduce((sum, height) => sum + height + 13, 9);
  heading(
    sheet,
    named(sheet, 'verify'),
    steps.reduce((sum, [step, of]) => sum + sheet.columnsHeight(step, of) + 3, strip + 3),
  );
  for (const [step, of] of steps) {
    sheet.columns(step, of);
    sheet.y += 3;
  }
  const top = sheet.y + 3;
  sheet.artifact((doc) => doc.roundedRect(PAGE.left, top, CONTENT_WIDTH, strip, 4).fill(COLOR.wash));
  let y = top + 5;
  rows.forEach((row, n) => {
    row.forEach(([name, value], i) => {
      const { x, width } = STRIP[i]!;
      label(sheet, named(sheet, name), PAGE.left + x, y, width);
      sheet.text(value, PAGE.left + x, y + 10, width, STRIP_STYLE);
    });
    y += heights[n]! + 13;
  });
  sheet.y = top + strip;
}

/** The two columns of what is compared and typed. */
const STRIP = [
  { x: 10, width: 324 },
  { x: 346, width: 146 },
] as const;
const STRIP_STYLE = { size: 7.75, color: COLOR.accent } as const;

/** At the foot of every page: which certificate it belongs to, and which page of how many. */
export function footers(sheet: Sheet, copy: CertificateCopy): void {
  const { start, count } = sheet.doc.bufferedPageRange();
  const y = PAGE.bottom + 12;
  for (let i = 0; i < count; i++) {
    sheet.doc.switchToPage(start + i);
    sheet.rule(y - 5);
    const style = { size: 7, color: COLOR.secondary } as const;
    sheet.text(`${copy.claims.caseReference} / ${copy.claims.jti}`, PAGE.left, y, CONTENT_WIDTH - 60, style);
    sheet.text(`${i + 1} / ${count}`, PAGE.right - 60, y, 60, { ...style, align: 'right' });
  }
}
