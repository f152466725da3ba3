import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');
const MODEL = readFileSync(join(ROOT, 'docs', 'threat-model.md'), 'utf8');
const rows = MODEL.split('\n').filter((line) => /^\| [STRIDE] \|/.test(line));

it('answers every threat with a test that is there, under the name that it has there', () => {
  expect(rows.length).toBeGreaterThan(50);
  const wrong = rows.filter((row) => {
    const [, file, title] = /`(test\/[^`]+)`: "([^"]+)" \|$/.exec(row) ?? [];
    if (file === undefined || !existsSync(join(ROOT, file))) return true;
    return !readFileSync(join(ROOT, file), 'utf8').includes(title!);
  });
  expect(wrong).toEqual([]);
});

it('looks at each kind of threat, and at each face', () => {
  for (const letter of 'STRIDE')
    expect(
      rows.some((row) => row.startsWith(`| ${letter} |`)),
      letter,
    ).toBe(true);
  for (const face of [
    'portal',
    'HTTP API',
    'Text messages',
    'voice',
    'Hotline',
    'counter',
    'Operations desk',
    'Erasure',
    'Charges',
    'card reader',
    'command line',
  ])
    expect(
      MODEL.split('\n').some((line) => line.startsWith('## ') && line.includes(face)),
      face,
    ).toBe(true);
});
