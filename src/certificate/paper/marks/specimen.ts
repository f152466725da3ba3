import { COLOR, PAGE, type Sheet } from '../pdf-sheet.ts';

const SIZE = 112;
const DEGREES = -52;

/** Across every page of a paper that is of no real line: nobody is to take it for one, cut or copied. */
export function specimen(sheet: Sheet): void {
  const { start, count } = sheet.doc.bufferedPageRange();
  const words = [...new Set(sheet.say(({ paper }) => paper.specimen))];
  const note = sheet.say(({ paper }) => paper.specimenNote).join('  ');
  for (let i = 0; i < count; i++) {
    sheet.doc.switchToPage(start + i);
    sheet.artifact((doc) => {
      doc.save();
      doc.rotate(DEGREES, { origin: [PAGE.width / 2, PAGE.height / 2] });
      doc.font('bold').fontSize(SIZE).fillColor(COLOR.warn, 0.11);
      words.forEach((word, n) => {
        doc.text(word, 0, PAGE.height / 2 + (n - words.length / 2) * SIZE * 1.3, {
          width: PAGE.width,
          align: 'center',
          lineBreak: false,
        });
      });
      doc.restore();
    });
    sheet.doc.fillOpacity(1);
    sheet.text(note, PAGE.left, PAGE.bottom + 23, PAGE.right - PAGE.left, {
      size: 7,
      bold: true,
      color: COLOR.warn,
    });
  }
}
