import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { erasedEntry, issuedEntry, revokedEntry, supersededEntry } from '../../src/tlog/entries.ts';

const at = new Date('2026-11-30T08:15:00.000Z');

it('entries are the bytes that the reference names, and tell of nobody', () => {
  const reference = readFileSync('docs/reference/log.md', 'utf8');
  const made = [
    issuedEntry('H'),
    revokedEntry('H', '…', at),
    supersededEntry('H', 'H2', at),
    erasedEntry('…', at),
  ].map((entry) => entry.replaceAll('"H"', 'H').replaceAll('"H2"', 'H2').replaceAll('"…"', '…'));
  for (const entry of made)
    expect(reference).toContain(`\`${entry.replace('"2026-11-30T08:15:00.000Z"', '…')}\``);
});
