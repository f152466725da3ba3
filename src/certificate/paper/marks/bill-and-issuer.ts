import { type Claims, operatorNameIn } from '../../../domain/certificates/certificate.ts';
import type { Logo } from '../../../domain/operator/house.ts';
import type { Money } from '../../../domain/values/money.ts';
import type { Messages } from '../../../messages/index.ts';
import { moneyText } from '../paper-formats.ts';
import { headingsBeside, inOneLine, LABEL_SIZE, label } from '../pdf-headings.ts';
import { COLOR, PAGE, type Sheet } from '../pdf-sheet.ts';
import { drawSeal } from './seal.ts';

/** In points: as large as the band allows, some 28 mm. */
const SEAL = 80;
/** As high as the seal reaches below the titles, so that it never lies over what follows. */
const WITH_SEAL = 52;
const BILL_WIDTH = 290;
const ISSUER = { x: PAGE.left + BILL_WIDTH + 24, width: PAGE.right - PAGE.left - BILL_WIDTH - 24 } as const;

/**
 * The last band of what is certified: what is left on the account, and who stands behind the paper: the operator's name in each
 * language and where one asks, under its seal where it has one.
 */
export function billAndIssuer(sheet: Sheet, claims: Claims, seal: Logo | null): void {
  sheet.ensure(90);
  headingsBeside(sheet, [
    { text: sheet.say(({ paper }) => paper.label.bill), x: PAGE.left, width: BILL_WIDTH },
    { text: sheet.say(({ paper }) => paper.label.issuedBy), ...ISSUER },
  ]);
  const top = sheet.y;
  const ends = [bill(sheet, claims, top), issuer(sheet, claims, top, seal)];
  // As on paper that is sealed by hand: over the end of the name.
  if (seal !== null) drawSeal(sheet, seal, PAGE.right - SEAL, top + WITH_SEAL - SEAL, SEAL);
  sheet.y = Math.max(...ends);
}

/** Returns where it ends. */
function bill(sheet: Sheet, { bill: { total, refund, invoiceId } }: Claims, top: number): number {
  const [first, second] = sheet.languages;
  const result = sheet.say((m) => balance(m, total));
  let y = top;
  y += sheet.text(result[0], PAGE.left, y, BILL_WIDTH, { size: 10.5, bold: true, language: first });
  y +=
    sheet.text(result[1], PAGE.left, y, BILL_WIDTH, { size: 8, color: COLOR.secondary, language: second }) +
    3;
  const width = (BILL_WIDTH - 12) / 2;
  label(
    sheet,
    sheet.say(({ paper }) => paper.label.invoice),
    PAGE.left,
    y,
    width,
  );
  const invoice = sheet.text(invoiceId === '' ? '—' : invoiceId, PAGE.left, y + 10, width, { size: 9 });
  if (refund !== null) {
    label(
      sheet,
      sheet.say(({ paper }) => paper.label.refund),
      PAGE.left + width + 12,
      y,
      width,
    );
    sheet.text(moneyText(refund), PAGE.left + width + 12, y + 10, width, { size: 9 });
  }
  return y + 10 + invoice;
}

/** What the balance means. Who pays what is open is not said: the paper may be of a line that somebody else ended. */
function balance({ paper }: Messages, total: Money): string {
  const amount = moneyText({ ...total, minor: Math.abs(total.minor) });
  if (total.minor > 0) return paper.balance.owed(amount);
  return total.minor < 0 ? paper.balance.owing(amount) : paper.balance.settled(amount);
}

/** Returns where it ends. */
function issuer(sheet: Sheet, claims: Claims, top: number, seal: Logo | null): number {
  // A long name is broken before it runs under the middle of the seal.
  const width = ISSUER.width - (seal === null ? 0 : SEAL * 0.9);
  const { contact } = claims.operator;
  const [one, other] = sheet.languages.map((language) => operatorNameIn(claims, language)) as [
    string,
    string,
  ];
  const [first, second] = sheet.languages;
  let y = top;
  y += sheet.text(one, ISSUER.x, y, width, { size: 10.5, bold: true, language: first });
  const small = { size: 8, color: COLOR.secondary };
  if (other !== one) y += sheet.text(other, ISSUER.x, y, width, { ...small, language: second });
  if (contact !== null) {
    const named = inOneLine(sheet.say(({ paper }) => paper.label.contact));
    y += sheet.text(`${named}  ${contact}`, ISSUER.x, y + 3, width, { ...small, size: LABEL_SIZE }) + 3;
  }
  return Math.max(y, seal === null ? 0 : top + WITH_SEAL);
}
