import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadRulebooks, parseRulebook } from '../../src/config/rulebook-file.ts';
import type { HandbackError } from '../../src/domain/errors.ts';
import { rulesFor } from '../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../src/domain/values/local-date.ts';
import { problemsOf, rulebookText } from '../domain/fixtures.ts';

const good = rulebookText('cn.yaml');
const demo = { name: 'demo.yaml', text: rulebookText('demo.yaml') };
const on = parseLocalDate('2026-03-10');

describe('an overlay', () => {
  const rulebook = parseRulebook({ name: 'cn.yaml', text: good }, demo);

  test('puts its rules in the place of all versions, in every province', () => {
    for (const province of [null, 'CN-SC', 'CN-GD']) {
      expect(rulesFor(rulebook, province, on).settings.cooling_off).toMatchObject({
        id: 'demo.cooling_off',
        source: { title: 'demo clocks' },
        value: { period: { unit: 'minutes', amount: 1 } },
      });
    }
  });

  test('leaves all other rules alone, and shows in the version', () => {
    const plain = rulesFor(parseRulebook({ name: 'cn.yaml', text: good }), 'CN-GD', on);
    const laid = rulesFor(rulebook, 'CN-GD', on);
    expect(laid.checks).toEqual(plain.checks);
    expect(laid.settings.quarantine).toEqual(plain.settings.quarantine);
    expect(laid.version).toBe('2026.1+demo');
  });

  test('has its mistakes named by its own lines', () => {
    const text = demo.text
      .replace('minutes: 1,', 'minutes: soon,')
      .replace('settings:', 'settings:\n  curfew: {}');
    const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(
      problemsOf(() => parseRulebook({ name: 'cn.yaml', text: good }, { name: 'demo.yaml', text })),
    ).toEqual([
      `demo.yaml:${lineOf('soon')}: cooling_off.minutes must be a whole number >= 0`,
      `demo.yaml:${lineOf('curfew')}: settings.curfew is not a key that is known here`,
    ]);
  });
});

describe('overlays cannot form a circle', () => {
  const laid = (text: string) =>
    problemsOf(() => parseRulebook({ name: 'cn.yaml', text: good }, { name: 'demo.yaml', text }));

  test('because one names nothing that it is laid over', () => {
    for (const key of ['over: demo', 'base: demo.yaml', 'extends: [demo]'])
      expect(laid(`${demo.text}\n${key}\n`)).toEqual([
        expect.stringContaining(`${key.split(':')[0]} is not a key that is known here`),
      ]);
  });

  test('and a rulebook is no overlay, nor an overlay a rulebook', () => {
    expect(laid(good)).toEqual(
      expect.arrayContaining([expect.stringContaining('jurisdiction is not a key that is known here')]),
    );
    expect(
      problemsOf(() =>
        parseRulebook({ name: 'cn.yaml', text: demo.text }, { name: 'cn.yaml', text: demo.text }),
      ),
    ).toEqual(expect.arrayContaining([expect.stringContaining('overlay is not a key that is known here')]));
  });
});

describe('a directory of rulebooks', () => {
  const rulebookDirectory = new URL('../../rulebook/', import.meta.url).pathname;

  test('is loaded by jurisdiction, the overlay not taken for one', async () => {
    const loaded = await loadRulebooks(rulebookDirectory, join(rulebookDirectory, 'demo.yaml'));
    expect([...loaded.keys()]).toEqual(['cn', 'de', 'gb', 'ph']);
    expect(loaded.get('gb')?.currency).toBe('GBP');
  });

  test('reports the mistakes of all files together, those of the overlay once', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'handback-rulebook-'));
    try {
      await writeFile(join(directory, 'cn.yaml'), good.replace('days: 3,', 'days: x,'));
      await writeFile(join(directory, 'gb.yaml'), rulebookText('gb.yaml').replace('hours: 24,', 'hours: x,'));
      await writeFile(join(directory, 'demo.yaml'), demo.text.replace('minutes: 1,', 'minutes: x,'));
      const error = await loadRulebooks(directory, join(directory, 'demo.yaml')).catch(
        (thrown: unknown) => thrown,
      );
      const problems = (error as HandbackError).facts['problems'] as string[];
      expect(problems.map((problem) => problem.split(':')[0])).toEqual(['cn.yaml', 'demo.yaml', 'gb.yaml']);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('that is empty, or an overlay that is not there, is missing and not invalid', async () => {
    await expect(loadRulebooks('/nonexistent')).rejects.toThrow('rulebook_missing');
    await expect(loadRulebooks(rulebookDirectory, '/nonexistent.yaml')).rejects.toThrow('rulebook_missing');
  });
});
