import { encode } from 'uqr';
import { COLOR, type Sheet } from './pdf-sheet.ts';

/** A QR code as one path of squares: sharp at any size, and small. `side` in points, without a quiet zone. */
export function drawCode(sheet: Sheet, text: string, x: number, y: number, side: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const module = side / size;
  sheet.artifact((doc) => {
    data.forEach((row, r) => {
      row.forEach((dark, c) => {
        if (dark) doc.rect(x + c * module, y + r * module, module, module);
      });
    });
    doc.fill(COLOR.ink);
  });
}
