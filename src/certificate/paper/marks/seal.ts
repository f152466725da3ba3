import svgToPdf from 'svg-to-pdfkit';
import type { Logo } from '../../../domain/operator/house.ts';
import type { Sheet } from '../pdf-sheet.ts';

/** Draws the operator's seal in the middle of a square of `side` points. It says nothing that the words beside it do not. */
export function drawSeal(sheet: Sheet, seal: Logo, x: number, y: number, side: number): void {
  const scale = side / Math.max(seal.width, seal.height);
  const [width, height] = [seal.width * scale, seal.height * scale];
  const [left, top] = [x + (side - width) / 2, y + (side - height) / 2];
  const bytes = Buffer.from(seal.bytes);
  sheet.artifact((doc) => {
    doc.save();
    if (seal.type === 'image/png') doc.image(bytes, left, top, { width, height });
    else
      svgToPdf(doc as never, bytes.toString('utf8'), left, top, {
        width,
        height,
        fontCallback: (_family, bold, _italic, options) => {
          // Both weights are there as they are; nothing is thickened or slanted.
          options.fauxBold = false;
          options.fauxItalic = false;
          return bold ? 'bold' : 'regular';
        },
      });
    doc.restore();
  });
}
