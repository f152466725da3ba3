import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LateAnswers, OverdueQuestions } from '../../src/connectors/late-answers.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

const about = (since = 0, question: string | null = 'imsi mme') => ({ question, askedAt: 0, since });

describe('an answer that came too late', () => {
  test('is good for one asking of the same, if it was asked late enough', () => {
    const late = new LateAnswers<string>();
    late.keep('imsi mme', 'yes', 5);
    expect(late.take(about(0, 'imsi other'))).toBeNull();
    expect(late.take(about(0, null))).toBeNull();
    expect(late.take(about(5))).toBe('yes');
    expect(late.take(about(5))).toBeNull();
    late.keep('imsi mme', 'yes', 5);
    expect(late.take(about(6))).toBeNull();
  });

  test('is not kept for ever: the same subscriber can be a new one', () => {
    const late = new LateAnswers<string>();
    late.keep('imsi mme', 'yes', 5);
    vi.advanceTimersByTime(600_000);
    expect(late.take(about())).toBeNull();
  });

  test('pushes out the oldest of very many', () => {
    const late = new LateAnswers<number>();
    for (let n = 0; n <= 10_000; n++) late.keep(`imsi ${n}`, n, 0);
    expect(late.take(about(0, 'imsi 0'))).toBeNull();
    expect(late.take(about(0, 'imsi 1'))).toBe(1);
  });
});

describe('a question for whose answer nobody waits', () => {
  test('is forgotten a minute later, or when there are too many', () => {
    const forgotten: number[] = [];
    const overdue = new OverdueQuestions<number>((question) => forgotten.push(question));
    for (let n = 0; n < 3; n++) overdue.add(n);
    vi.advanceTimersByTime(60_001);
    overdue.add(3);
    expect(forgotten).toEqual([0, 1, 2]);
    for (let n = 4; n < 10_004; n++) overdue.add(n);
    expect(forgotten).toEqual([0, 1, 2, 3]);
    overdue.clear();
    overdue.add(10_004);
    expect(forgotten).toHaveLength(4);
  });
});
