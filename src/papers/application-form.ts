import { localTime, moneyText } from '../certificate/paper/paper-formats.ts';
import { bytesOf } from '../certificate/paper/pdf-bytes.ts';
import { type Cell, grid } from '../certificate/paper/pdf-grid.ts';
import { heading, inOneLine, LABEL_SIZE, label } from '../certificate/paper/pdf-headings.ts';
import { type Both, COLOR, CONTENT_WIDTH, PAGE, Sheet } from '../certificate/paper/pdf-sheet.ts';
import { type Signature, signaturePath } from '../domain/desks/signature.ts';
import type { DocumentType } from '../domain/people/document.ts';
import type { Capacity } from '../domain/rules/capacity.ts';
import { ROUTE_OF_CAPACITY } from '../domain/rules/route.ts';
import type { Material } from '../domain/rules/rulebook.ts';
import type { Language } from '../domain/values/language.ts';
import type { LocalDate } from '../domain/values/local-date.ts';
import type { Money } from '../domain/values/money.ts';
import type { Messages } from '../messages/index.ts';
import { declarantOf } from './declarant.ts';
import { paperHead } from './paper-head.ts';

/** A person on paper. */
export interface PersonOnForm {
  /** Whole: it is the person's own paper. Null where nobody recorded it. */
  readonly name: string | null;
  readonly document: {
    readonly type: DocumentType;
    /** Masked: a form lies about. */
    readonly number: string;
  } | null;
}

/** All that stands on the form with which a line is ended at a counter. */
export interface ApplicationForm {
  readonly operator: string;
  /** Which language comes first; the one that goes with it stands beside it. */
  readonly language: Language;
  readonly reference: string;
  /** By which colleagues know who attended; no customer's name. */
  readonly clerk: string;
  readonly holder: PersonOnForm;
  readonly capacity: Capacity;
  /** Who stands there, unless it is the holder. */
  readonly comer: PersonOnForm | null;
  readonly line: {
    /** Whole: the paper is about this number. */
    readonly msisdn: string | null;
    readonly plan: string;
    readonly openedOn: LocalDate;
  };
  /** Null while something stands in the way, and no date can be told. */
  readonly dates: {
    readonly serviceEndOn: LocalDate;
    readonly billingEndOn: LocalDate;
    readonly numberReleaseOn: LocalDate | null;
  } | null;
  /** Null where billing does not answer. */
  readonly bill: { readonly total: Money; readonly refund: Money | null } | null;
  readonly materials: readonly Material[];
  /** What the pen drew; null for a form that is signed on paper. */
  readonly signature: Signature | null;
  readonly signedAt: Date | null;
  readonly timeZone: string;
  readonly now: Date;
}

type LabelName = keyof Messages['applicationForm']['label'];

/**
 * The form as PDF, A4, two languages beside each other. Takes some 30 ms of the thread.
 * @throws RangeError for a time zone that the runtime does not know
 */
export async function drawApplicationForm(form: ApplicationForm): Promise<Buffer> {
  const sheet = new Sheet(form.language, {
    title: form.reference,
    author: form.operator,
    createdAt: form.now,
  });
  const title = sheet.say(({ applicationForm }) => applicationForm.title);
  sheet.doc.info.Title = `${title.join(' ')} ${form.reference}`;
  paperHead(sheet, { operator: form.operator, title, code: form.reference });
  persons(sheet, form);
  line(sheet, form);
  datesAndMoney(sheet, form);
  materials(sheet, form);
  declaration(sheet, form);
  signature(sheet, form);
  if (sheet.substituted) notes(sheet);
  footers(sheet, form);
  sheet.close();
  return bytesOf(sheet.doc);
}

const named = (sheet: Sheet, name: LabelName): Both =>
  sheet.say(({ applicationForm }) => applicationForm.label[name]);

const cellOf =
  (sheet: Sheet) =>
  (name: LabelName, value: string, large = false): Cell => ({ label: named(sheet, name), value, large });

function persons(sheet: Sheet, { holder, comer, capacity, clerk, ...form }: ApplicationForm): void {
  const cell = cellOf(sheet);
  heading(sheet, named(sheet, 'person'), 60);
  const acts = inOneLine(sheet.say(({ materials }) => materials.capacities[capacity]));
  grid(
    sheet,
    [
      cell('holder', nameOf(sheet, holder), true),
      cell('document', documentOf(sheet, holder)),
      ...(comer === null
        ? []
        : [cell('comerName', nameOf(sheet, comer), true), cell('comerDocument', documentOf(sheet, comer))]),
    ],
    2,
  );
  const { date, time } = localTime(form.now.toISOString(), form.timeZone);
  const route = ROUTE_OF_CAPACITY[capacity];
  const on: readonly Cell[] =
    route === null
      ? []
      : [cell('route', inOneLine(sheet.say(({ specialDesk }) => specialDesk.routes[route])))];
  const when = cell('date', `${date} ${time.slice(0, 5)}`);
  grid(sheet, [cell('comer', acts), ...on, cell('clerk', clerk), when], on.length === 0 ? 3 : 2);
}

function nameOf(sheet: Sheet, { name }: PersonOnForm): string {
  return name ?? inOneLine(named(sheet, 'noName'));
}

function documentOf(sheet: Sheet, { document }: PersonOnForm): string {
  if (document === null) return inOneLine(named(sheet, 'noName'));
  const type = sheet.say(({ documentTypes }) => documentTypes[document.type]);
  return `${document.number}  ${inOneLine(type)}`;
}

function line(sheet: Sheet, { line: of }: ApplicationForm): void {
  const cell = cellOf(sheet);
  heading(sheet, named(sheet, 'line'), 40);
  grid(
    sheet,
    [
      cell('number', of.msisdn ?? inOneLine(named(sheet, 'noNumber')), of.msisdn !== null),
      cell('plan', of.plan),
      cell('openedOn', of.openedOn),
    ],
    3,
  );
}

function datesAndMoney(sheet: Sheet, { dates, bill, capacity }: ApplicationForm): void {
  const cell = cellOf(sheet);
  const unknown = inOneLine(named(sheet, 'unknown'));
  heading(sheet, named(sheet, 'dates'), 70);
  const release = dates === null ? unknown : dates.numberReleaseOn;
  grid(
    sheet,
    [
      cell('serviceEnd', dates?.serviceEndOn ?? unknown, dates !== null),
      cell('billingEnd', dates?.billingEndOn ?? unknown, dates !== null),
      cell('release', release ?? inOneLine(named(sheet, 'notApplicable')), dates?.numberReleaseOn != null),
    ],
    3,
  );
  const owed = bill === null ? unknown : inOneLine(sheet.say((m) => balance(m, bill.total, capacity)));
  grid(
    sheet,
    [
      cell('bill', owed),
      ...(bill?.refund ? [cell('refund', moneyText(bill.refund))] : [{ label: null, value: '' }]),
    ],
    2,
  );
}

function balance({ applicationForm: { balance: say } }: Messages, total: Money, capacity: Capacity): string {
  const amount = moneyText({ ...total, minor: Math.abs(total.minor) });
  // What a holder who died owed is told to their heirs, and asked of nobody here.
  if (total.minor > 0) return capacity === 'heir' ? say.told(amount) : say.owed(amount);
  return total.minor < 0 ? say.owing(amount) : say.settled(amount);
}

const SMALL = { size: 8.5, leading: 0.5 } as const;

function materials(sheet: Sheet, { materials: shown }: ApplicationForm): void {
  if (shown.length === 0) return;
  heading(sheet, named(sheet, 'materials'), 30);
  for (const material of shown)
    list(
      sheet,
      sheet.say((m) => m.materials.names[material]),
      tick,
    );
}

function declaration(sheet: Sheet, { capacity }: ApplicationForm): void {
  heading(sheet, named(sheet, 'declaration'), 60);
  sheet.columns(
    sheet.say(({ applicationForm }) => applicationForm.declaration[declarantOf(capacity)]),
    { size: 9.5, bold: true },
  );
  sheet.y += 3;
  const [first, second] = sheet.say(({ applicationForm }) => applicationForm.declaration.common.join('\n'));
  const others = second.split('\n');
  first.split('\n').forEach((text, i) => {
    list(sheet, [text, others[i] ?? ''], dot);
  });
}

type Mark = (doc: PDFKit.PDFDocument, x: number, y: number) => void;

const tick: Mark = (doc, x, y) =>
  doc
    .moveTo(x, y + 6)
    .lineTo(x + 2.5, y + 9)
    .lineTo(x + 7, y + 3)
    .lineWidth(1.1)
    .strokeColor(COLOR.ok)
    .stroke();

const dot: Mark = (doc, x, y) => doc.circle(x + 2.5, y + 6.2, 1.5).fill(COLOR.secondary);

function list(sheet: Sheet, text: Both, mark: Mark): void {
  const inset = 11;
  sheet.ensure(sheet.columnsHeight(text, SMALL, CONTENT_WIDTH - inset) + 4);
  sheet.artifact((doc) => mark(doc, PAGE.left, sheet.y));
  sheet.columns(text, SMALL, PAGE.left + inset, CONTENT_WIDTH - inset);
  sheet.y += 2;
}

const PAD = { width: 270, height: 62 } as const;

/** The pen's own way, or a line to sign on; beside it place and date. */
function signature(sheet: Sheet, { signature: drawn, signedAt, timeZone }: ApplicationForm): void {
  heading(sheet, named(sheet, 'signature'), PAD.height + 26);
  const top = sheet.y;
  const foot = top + PAD.height;
  const right = PAGE.left + PAD.width + 24;
  sheet.artifact((doc) => {
    doc.moveTo(PAGE.left, foot).lineTo(PAGE.left + PAD.width, foot);
    doc.moveTo(right, foot).lineTo(PAGE.right, foot);
    doc.lineWidth(0.75).strokeColor(COLOR.secondary).stroke();
  });
  if (drawn !== null) {
    const box = { x: PAGE.left + 6, y: top, width: PAD.width - 12, height: PAD.height - 4 };
    sheet.artifact((doc) =>
      doc
        .path(signaturePath(drawn, box))
        .lineWidth(1.4)
        .lineCap('round')
        .lineJoin('round')
        .strokeColor(COLOR.ink)
        .stroke(),
    );
  }
  const at = signedAt === null ? null : localTime(signedAt.toISOString(), timeZone);
  const under: Both =
    drawn === null || at === null
      ? sheet.say(({ applicationForm }) => applicationForm.signHere)
      : sheet.say(({ applicationForm }) =>
          applicationForm.signedOnScreen(`${at.date} ${at.time.slice(0, 5)} ${at.offset}`),
        );
  const note = { size: LABEL_SIZE, color: COLOR.secondary } as const;
  const height = sheet.text(inOneLine(under), PAGE.left, foot + 3, PAD.width, note);
  label(sheet, named(sheet, 'signedOn'), right, foot + 3, PAGE.right - right);
  sheet.y = foot + 3 + Math.max(height, 12) + 4;
}

function notes(sheet: Sheet): void {
  const note = sheet.say(({ paper }) => paper.codePointNote);
  sheet.ensure(24);
  sheet.columns(note, { size: 7, color: COLOR.secondary });
}

function footers(sheet: Sheet, { reference }: ApplicationForm): void {
  const { start, count } = sheet.doc.bufferedPageRange();
  const says = sheet.say(({ applicationForm }) => applicationForm.copy);
  const style = { size: 6.5, color: COLOR.secondary } as const;
  for (let i = 0; i < count; i++) {
    sheet.doc.switchToPage(start + i);
    const y = PAGE.bottom + 6;
    sheet.rule(y - 3);
    sheet.languages.forEach((language, n) => {
      sheet.text(says[n]!, PAGE.left, y + n * 9.5, CONTENT_WIDTH - 130, { ...style, language });
    });
    sheet.text(`${reference}   ${i + 1} / ${count}`, PAGE.right - 120, y, 120, { ...style, align: 'right' });
  }
}
