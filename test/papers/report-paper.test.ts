import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drawReport } from '../../src/papers/report-paper.ts';

const PDFTOTEXT = '/usr/bin/pdftotext';

it.skipIf(!existsSync(PDFTOTEXT)).each([
  ['a thousand lines', 'z\n'.repeat(1_000), 1_000],
  ['two thousand letters without a space', 'z'.repeat(2_000), 2_000],
  ['two thousand characters that no font has', `${'😀'.repeat(2_000)}z`, 1],
])(
  'a report prints %s on as many pages as it takes, and nothing over the foot of one (pdftotext)',
  async (_, said, letters) => {
    const paper = await drawReport({
      ...{ language: 'en', operator: 'Operator', title: 'Report', lead: [], createdAt: new Date() },
      ...{ signerName: 'Operator', specimen: null },
      sections: [
        {
          ...{ title: 'Said', widths: [0.2, 0.2, 0.6], columns: ['A', 'B', 'C'], empty: '' },
          rows: [
            ['first', 'row', 'whole'],
            ['CP-1', '2026', said],
            ['last', 'row', 'whole'],
          ],
        },
      ],
    });
    const boxes = execFileSync(PDFTOTEXT, ['-bbox', '-', '-'], { input: paper, encoding: 'utf8' });
    const words = [...boxes.matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)].map(
      ([, top, end, word]) => ({ top: Number(top), end: Number(end), word: word! }),
    );
    // The foot begins at 812.
    expect(words.filter(({ top, end }) => end > 810 && top < 810)).toEqual([]);
    expect(words.filter(({ end }) => end > 840)).toEqual([]);
    expect(words.map(({ word }) => word.replaceAll(/[^z]/g, '')).join('')).toHaveLength(letters);
  },
);
