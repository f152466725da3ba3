import bwip from 'bwip-js/node';
import { COLOR, type Sheet } from '../certificate/paper/pdf-sheet.ts';

/** What scanners need on each side: ten modules (ISO/IEC 15417 section 4.4). */
const QUIET_MODULES = 10;

/** Where a bar code stands, in points; its quiet zones are inside. */
export interface BarBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text of ASCII as Code 128, in vectors. */
export function drawBarCode(sheet: Sheet, text: string, box: BarBox): void {
  const widths = barsOf(text);
  const module = box.width / (widths.reduce((sum, width) => sum + width, 0) + 2 * QUIET_MODULES);
  sheet.artifact((doc) => {
    let x = box.x + QUIET_MODULES * module;
    widths.forEach((width, i) => {
      // Bars and spaces take turns, and a bar is first.
      if (i % 2 === 0) doc.rect(x, box.y, width * module, box.height);
      x += width * module;
    });
    doc.fill(COLOR.ink);
  });
}

function barsOf(text: string): readonly number[] {
  const [drawn] = bwip.raw({ bcid: 'code128', text }) as unknown as readonly [
    { readonly sbs: readonly number[] },
  ];
  return drawn.sbs;
}
