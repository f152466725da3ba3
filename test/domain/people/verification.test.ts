import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Attempts,
  type CodePolicy,
  codeFromBytes,
  isCodeAlive,
  judgeAnswer,
  maySendCode,
  NO_ATTEMPTS,
  parseOneTimeCode,
} from '../../../src/domain/people/verification.ts';
import { languages } from '../../../src/messages/index.ts';
import { smsText } from '../../../src/messages/sms.ts';

const policy: CodePolicy = {
  validMinutes: 10,
  attempts: 3,
  lockoutMinutes: [15, 60],
  resendAfterSeconds: [60, 120],
  sendsPerDay: 4,
};
const start = new Date('2025-06-01T10:00:00Z');
const secondsIn = (seconds: number) => new Date(start.getTime() + seconds * 1000);

describe('a code as it is given', () => {
  test.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['123-456', '123456'],
    ['１２３４５６', '123456'],
    ['012345', '012345'],
    ['【运营商】验证码 123456，10 分钟内有效', '123456'],
    ['【Handback】验证码：１２３４５６，１０分钟内有效。工作人员绝不会向您索要验证码。', '123456'],
    ['Your code is 123456. It is valid for 10 minutes.', '123456'],
    ['10 minutes: 123 456', '123456'],
    ['验证码 654321，客服 100860', '654321'],
    ['\u200e123456\u200f', '123456'],
  ])('%j is read', (text, code) => {
    expect(parseOneTimeCode(text)).toBe(code);
  });

  test.each([
    ['', 'empty'],
    [' \u200b', 'empty'],
    ['12345', 'length'],
    ['1234567', 'length'],
    ['123 45', 'length'],
    ['abcdef', 'form'],
    ['10 分钟内有效', 'form'],
    ['123456 或 654321', 'form'],
    ['+8617000001234567', 'form'],
    ['①②③④⑤⑥', 'form'],
  ])('%j is none', (text, reason) => {
    expect(() => parseOneTimeCode(text)).toThrow(
      expect.objectContaining({ code: 'code_invalid', facts: { reason } }),
    );
  });

  test('our own message is understood as a whole, in every language', () => {
    const sender = {
      name: { en: 'Demo 123456 Mobile', 'zh-CN': '演示 123456 移动' },
      hotline: '1000 123456',
      portal: 'https://123456.example',
    };
    for (const language of languages)
      expect(
        parseOneTimeCode(
          smsText(
            { ...sender, name: { en: 'Demo', 'zh-CN': '演示' } },
            language,
            'code',
            {
              code: '004711',
              minutes: 10,
            },
            null,
          ),
        ),
      ).toBe('004711');
  });
});

describe('codes', () => {
  test('a code is six digits, leading zeros kept', () => {
    expect(codeFromBytes(Uint8Array.of(0, 0, 7))).toBe('000007');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), (bytes) => {
        const code = codeFromBytes(bytes);
        if (code !== null) expect(code).toMatch(/^\d{6}$/);
      }),
    );
  });

  test('every code has the same number of draws: those beyond the last whole million are skipped', () => {
    const draw = (n: number) => [n >> 16, (n >> 8) & 255, n & 255];
    expect(codeFromBytes(Uint8Array.from(draw(15_999_999)))).toBe('999999');
    expect(codeFromBytes(Uint8Array.from(draw(16_000_000)))).toBeNull();
    expect(codeFromBytes(Uint8Array.from([...draw(16_777_215), ...draw(42)]))).toBe('000042');
    expect(codeFromBytes(new Uint8Array(2))).toBeNull();
  });

  test('a code is good until its time is up, and not in that instant', () => {
    expect(isCodeAlive(start, policy, start)).toBe(true);
    expect(isCodeAlive(start, policy, secondsIn(599.999))).toBe(true);
    expect(isCodeAlive(start, policy, secondsIn(600))).toBe(false);
    expect(isCodeAlive(secondsIn(1), policy, start)).toBe(false);
  });
});

describe('attempts', () => {
  const fail = (attempts: Attempts, now: Date) => judgeAnswer(attempts, policy, false, now);

  test('wrong answers count down, the last one locks at once', () => {
    const first = fail(NO_ATTEMPTS, start);
    expect(first).toMatchObject({ outcome: 'failed', triesLeft: 2 });
    const second = fail(first.attempts, start);
    expect(second).toMatchObject({ outcome: 'failed', triesLeft: 1 });
    expect(fail(second.attempts, start)).toMatchObject({ outcome: 'locked', until: secondsIn(15 * 60) });
  });

  test('while locked even the right answer is not looked at, and does not lengthen the lock', () => {
    const locked: Attempts = { failures: 0, lockouts: 1, lockedUntil: secondsIn(900) };
    expect(judgeAnswer(locked, policy, true, secondsIn(899))).toEqual({
      outcome: 'locked',
      until: secondsIn(900),
      attempts: locked,
    });
    expect(judgeAnswer(locked, policy, true, secondsIn(900)).outcome).toBe('passed');
  });

  test('each lockout in a row is longer, the last entry repeats, and success forgets them', () => {
    const lockAgain = (lockouts: number) => fail({ failures: 2, lockouts, lockedUntil: null }, start);
    expect(lockAgain(1)).toMatchObject({ outcome: 'locked', until: secondsIn(3600) });
    expect(lockAgain(7)).toMatchObject({ outcome: 'locked', until: secondsIn(3600) });
    const passed = judgeAnswer({ failures: 2, lockouts: 3, lockedUntil: start }, policy, true, start);
    expect(passed.attempts).toEqual(NO_ATTEMPTS);
  });

  test('whoever only guesses has at most three tries between any two locks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1200 }), { maxLength: 60 }), (gaps) => {
        let attempts = NO_ATTEMPTS;
        let now = start;
        let tries = 0;
        for (const gap of gaps) {
          now = new Date(now.getTime() + gap * 1000);
          const wasLocked = attempts.lockedUntil !== null && now < attempts.lockedUntil;
          const verdict = fail(attempts, now);
          if (!wasLocked) tries += 1;
          if (!wasLocked && verdict.outcome === 'locked') {
            expect(tries).toBe(3);
            tries = 0;
          }
          expect(tries).toBeLessThan(3);
          attempts = verdict.attempts;
        }
      }),
    );
  });
});

describe('sending again', () => {
  test('the first code goes at once, the next ones after a pause that grows', () => {
    expect(maySendCode([], NO_ATTEMPTS, policy, start)).toEqual({ may: true });
    expect(maySendCode([start], NO_ATTEMPTS, policy, secondsIn(59))).toEqual({
      may: false,
      reason: 'too_soon',
      retryAt: secondsIn(60),
    });
    expect(maySendCode([start], NO_ATTEMPTS, policy, secondsIn(60))).toEqual({ may: true });
    expect(maySendCode([start, secondsIn(60)], NO_ATTEMPTS, policy, secondsIn(179))).toMatchObject({
      retryAt: secondsIn(180),
    });
    expect(
      maySendCode([start, secondsIn(60), secondsIn(180)], NO_ATTEMPTS, policy, secondsIn(299)),
    ).toMatchObject({
      retryAt: secondsIn(300),
    });
  });

  test('no more than the day allows, until the oldest is a day old', () => {
    const sent = [start, secondsIn(600), secondsIn(1200), secondsIn(1800)];
    expect(maySendCode(sent, NO_ATTEMPTS, policy, secondsIn(7200))).toEqual({
      may: false,
      reason: 'too_many',
      retryAt: secondsIn(86_400),
    });
    expect(maySendCode(sent, NO_ATTEMPTS, policy, secondsIn(86_400))).toEqual({ may: true });
  });

  test('nothing is sent while locked', () => {
    const locked: Attempts = { failures: 0, lockouts: 1, lockedUntil: secondsIn(900) };
    expect(maySendCode([], locked, policy, start)).toEqual({
      may: false,
      reason: 'locked',
      retryAt: secondsIn(900),
    });
  });
});
