import {
  type CertificateCopy,
  type Claims,
  issuedAt,
  operatorName,
} from '../../domain/certificates/certificate.ts';
import { detachmentOfClaims } from '../../domain/certificates/detachment-stated.ts';
import type { Money } from '../../domain/values/money.ts';
import { type Messages, messages } from '../../messages/index.ts';
import { signingKeyOf } from '../credential/sd-jwt.ts';
import { localTime, moneyText } from './paper-formats.ts';
import { drawCode } from './pdf-code.ts';
import { type Cell, grid } from './pdf-grid.ts';
import { heading, inOneLine, label } from './pdf-headings.ts';
import type { MaskedProfile } from './pdf-profiles.ts';
import { type Both, COLOR, CONTENT_WIDTH, PAGE, type Sheet } from './pdf-sheet.ts';

/** What identifies the line on paper, masked by the caller; the whole values are only in the attachment. */
export interface Masked {
  /** E.g. `138 **** 1234`; null for a line without a number. */
  readonly msisdn: string | null;
  /** Null leaves the holder out. */
  readonly holder: string | null;
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
    size,
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
  sheet.text(caption, codeLeft - 30, codeTop + QR_SIZE + 10, QR_SIZE + 60, {
    size: 7.5,
    align: 'center',
    color: COLOR.secondary,
    tag: 'Caption',
  });
  sheet.y = codeTop + QR_SIZE + 26;
}

export function facts(sheet: Sheet, claims: Claims, masked: Masked): void {
  const says = isConfirmed(claims) ? 'certifies' : 'states';
  sheet.columns(
    sheet.say(({ paper }) => paper[says](operatorName(claims), claims.timeZone)),
    { size: 9, leading: 1 },
  );
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
  const wide: Cell[] = [
    ...(masked.msisdn === null ? [] : [number]),
    ...(masked.holder === null ? [] : [cell('holder', masked.holder, true)]),
    cell('reference', claims.caseReference),
    cell('certificate', claims.jti),
    ...(claims.supersedes === null ? [] : [cell('replaces', claims.supersedes)]),
  ];
  if (wide.length % 2 === 1) wide.push({ label: null, value: '' });
  grid(sheet, wide, 2);
  const narrow = [
    ...(masked.msisdn === null ? [number] : []),
    cell('declared', when(claims.declaredAt)),
    cell('confirmed', when(claims.confirmedAt)),
    cell('issued', when(issuedAt(claims).toISOString())),
    cell('rules', `${claims.rulebook.jurisdiction} / ${claims.rulebook.version}`),
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
  const height = 90;
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

export function bill(sheet: Sheet, claims: Claims): void {
  heading(sheet, named(sheet, 'bill'), 34);
  const { total, refund, invoiceId } = claims.bill;
  const result = sheet.say((m) => balance(m, total));
  const [first, second] = sheet.languages;
  const top = sheet.y;
  const [balanceLeft, refundLeft] = [PAGE.left + 128, PAGE.left + 376];
  label(sheet, named(sheet, 'invoice'), PAGE.left, top, 118);
  const invoice = sheet.text(invoiceId === '' ? '—' : invoiceId, PAGE.left, top + 11, 118, { size: 9.5 });
  sheet.text(result[0], balanceLeft, top - 1, 240, { size: 10.5, bold: true, language: first });
  sheet.text(result[1], balanceLeft, top + 14, 240, {
    size: 8,
    color: COLOR.secondary,
    language: second,
  });
  if (refund !== null) {
    label(sheet, named(sheet, 'refund'), refundLeft, top, 120);
    sheet.text(moneyText(refund), refundLeft, top + 11, 123, { size: 9.5 });
  }
  sheet.y = top + 14 + Math.max(invoice, 14);
}

/** What the balance means. Who pays what is open is not said: the paper may be of a line that somebody else ended. */
function balance({ paper }: Messages, total: Money): string {
  const amount = moneyText({ ...total, minor: Math.abs(total.minor) });
  if (total.minor > 0) return paper.balance.owed(amount);
  return total.minor < 0 ? paper.balance.owing(amount) : paper.balance.settled(amount);
}

const VERIFY_COMMAND = 'handback verify certificate.pdf --trust trust.json';

export function howToVerify(sheet: Sheet, copy: CertificateCopy, verifyUrl: string): void {
  const proven = copy.claims.profiles.some((profile) => profile.proof !== null);
  const steps = [
    sheet.say(({ paper }) => paper.verifySteps.online(verifyUrl)),
    sheet.say(({ paper }) => paper.verifySteps.offline),
    ...(proven ? [sheet.say(({ paper }) => paper.verifySteps.evidence)] : []),
    sheet.say(({ paper }) => paper.verifySteps.print),
  ];
  const style = { size: 7.5, leading: 0.5 };
  const strip = 34;
  heading(
    sheet,
    named(sheet, 'verify'),
    steps.reduce((sum, step) => sum + sheet.columnsHeight(step, style) + 3, strip + 4),
  );
  for (const step of steps) {
    sheet.columns(step, style);
    sheet.y += 3;
  }
  const top = sheet.y + 3;
  sheet.artifact((doc) => doc.roundedRect(PAGE.left, top, CONTENT_WIDTH, strip, 4).fill(COLOR.wash));
  const keyId = signingKeyOf(copy.jwt);
  const { date, time, offset } = localTime(issuedAt(copy.claims).toISOString(), copy.claims.timeZone);
  const cells: readonly (readonly [LabelName, string, number, number])[] = [
    ['command', VERIFY_COMMAND, 10, 190],
    ['key', keyId, 206, 150],
    ['signed', `${date} ${time} ${offset}`, 362, 134],
  ];
  for (const [name, value, x, width] of cells) {
    label(sheet, named(sheet, name), PAGE.left + x, top + 5, width);
    sheet.text(value, PAGE.left + x, top + 16, width, { size: 7.75, color: COLOR.accent });
  }
  sheet.y = top + strip;
}

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
