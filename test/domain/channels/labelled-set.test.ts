import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReasonCode, Verdict } from '../../../src/domain/channels/reason.ts';
import { checked, LABELLED } from './book.ts';

interface Labelled {
  readonly id: string;
  readonly language: 'zh' | 'en';
  readonly kind: string;
  readonly label: Verdict;
  readonly text: string;
  readonly sender?: string;
}

interface Answered extends Labelled {
  readonly verdict: Verdict;
  readonly reasons: readonly ReasonCode[];
}

function answersIn(name: string): readonly Answered[] {
  return readFileSync(join(LABELLED, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const one = JSON.parse(line) as Labelled;
      const { verdict, reasons } = checked(one.text, one.sender ?? null);
      return { ...one, verdict, reasons };
    });
}

const share = (part: number, all: number): number => (all === 0 ? 1 : part / all);

function figures(answers: readonly Answered[]) {
  const positive = answers.filter(({ label }) => label === 'not_official');
  const answered = answers.filter(({ verdict }) => verdict === 'not_official');
  const right = positive.filter(({ verdict }) => verdict === 'not_official');
  const official = answers.filter(({ label }) => label === 'official');
  return {
    recall: share(right.length, positive.length),
    precision: share(right.length, answered.length),
    falseComfort: positive.filter(({ verdict }) => verdict === 'official').map(({ id }) => id),
    officialFound: share(official.filter(({ verdict }) => verdict === 'official').length, official.length),
  };
}

/** By kind and language: how many are answered as they are labelled. Ids and no texts, so that nobody tunes on what is printed. */
function table(answers: readonly Answered[]): string {
  const kinds = [...new Set(answers.map(({ kind }) => kind))].sort();
  return kinds
    .map((kind) =>
      (['zh', 'en'] as const)
        .map((language) => {
          const of = answers.filter((one) => one.kind === kind && one.language === language);
          const as = of.filter(({ label, verdict }) => label === verdict);
          return `${kind} ${language} ${as.length}/${of.length}`;
        })
        .join('\t'),
    )
    .join('\n');
}

const TARGET = { recall: 0.95, precision: 0.97 } as const;
/**
 * What the measuring half reaches so far: less than the target. It keeps what is reached from being lost, and is raised when new
 * messages of the tuning half have made the rules better; never by looking at the measuring half.
 */
const REACHED = { recall: 0.9, precision: 0.955 } as const;

/** What the rules reach on the tuning half. They are general ones, and leave some of it unfound. */
const TUNED = { recall: 0.97, precision: 0.985 } as const;

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

describe.each(['tuning.jsonl', 'measuring.jsonl'])('the labelled set, %s', (name) => {
  const there = existsSync(join(LABELLED, name));

  it.runIf(there)('is of the form that its README says', () => {
    const answers = answersIn(name);
    const count = (of: (one: Answered) => boolean) => answers.filter(of).length;
    expect(answers.length).toBeGreaterThanOrEqual(250);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(answers.length);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(answers.length);
    expect(count(({ label }) => label !== 'not_official')).toBeGreaterThanOrEqual(answers.length / 3);
    expect(count(({ label }) => label === 'official')).toBeGreaterThanOrEqual(30);
    for (const language of ['zh', 'en'])
      expect(count((one) => one.language === language)).toBeGreaterThanOrEqual(90);
  });

  it.runIf(there)('finds what is not official, and leaves alone what is harmless', () => {
    const answers = answersIn(name);
    const { recall, precision, falseComfort, officialFound } = figures(answers);
    const wrong = answers.filter(
      ({ label, verdict }) => (label === 'not_official') !== (verdict === 'not_official'),
    );
    console.info(
      `${name}: ${answers.length} messages, recall ${percent(recall)}, precision ${percent(precision)}, official found ${percent(officialFound)}\n${table(answers)}\nanswered otherwise: ${wrong.map(({ id }) => id).join(' ')}`,
    );
    expect(falseComfort).toEqual([]);
    if (recall < TARGET.recall)
      console.warn(`${name}: recall is below the target of ${percent(TARGET.recall)}`);
    if (precision < TARGET.precision)
      console.warn(`${name}: precision is below the target of ${percent(TARGET.precision)}`);
    const reached = name === 'measuring.jsonl' ? REACHED : TUNED;
    expect(recall).toBeGreaterThanOrEqual(reached.recall);
    expect(precision).toBeGreaterThanOrEqual(reached.precision);
  });
});
