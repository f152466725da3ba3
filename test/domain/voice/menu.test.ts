import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_EFFECTS, type CheckName } from '../../../src/domain/rules/rulebook.ts';
import {
  beginCall,
  HAND_OVER_REASONS,
  isOver,
  type MenuEffect,
  type MenuInput,
  type MenuOutcome,
  type MenuState,
  MOST_MISSES,
  MOST_TURNS,
  PLACES,
  resume,
  take,
} from '../../../src/domain/voice/menu.ts';
import { screenOf } from '../../../src/domain/voice/screen.ts';
import { sentencesOf } from '../../../src/operations/voice/sentences.ts';

const CALLER = '+8617000000001';
const DOCUMENT = '11010519491231002X';
const HOUSE = { en: 'Demo Mobile', 'zh-CN': '演示移动' };
const keys = (text: string): MenuInput => ({ kind: 'keys', keys: text });
const readNumber = (text: string) => (/^1\d{10}$/.test(text) ? `+86${text}` : null);

/** Answers as a world in which everything is right would. */
const RIGHT = (effect: MenuEffect): MenuOutcome => {
  switch (effect.kind) {
    case 'prove':
      return {
        kind: 'right',
        next: effect.wish === 'blockers' && effect.question === 'document_number' ? 'opening_date' : null,
      };
    case 'look':
      return {
        kind: 'answered',
        answer: { kind: 'in_the_way', count: 4, checks: ['arrears', 'contract_term', 'roaming', 'port_out'] },
      };
    case 'bar':
      return { kind: 'answered', answer: { kind: 'barred', reference: 'HB-7K3F9QXM', receipt: true } };
    case 'declare':
      return { kind: 'answered', answer: { kind: 'declared', reference: 'HB-7K3F9QXM' } };
  }
};

function walk(
  inputs: readonly MenuInput[],
  world: (effect: MenuEffect) => MenuOutcome = RIGHT,
  caller: string | null = CALLER,
): {
  readonly state: MenuState;
  readonly effects: readonly MenuEffect[];
  readonly seen: readonly MenuState[];
} {
  let state = beginCall(caller);
  const effects: MenuEffect[] = [];
  const seen = [state];
  for (const input of inputs) {
    let move = take(state, input, readNumber);
    while (move.effect !== null) {
      effects.push(move.effect);
      move = resume(move.state, move.effect, world(move.effect));
    }
    state = move.state;
    seen.push(state);
  }
  return { state, effects, seen };
}

const texts = (state: MenuState) => sentencesOf(screenOf(state), HOUSE).map(({ text }) => text);

describe('the voice menu', () => {
  it('bars a lost phone: language, wish, number, document, yes', () => {
    const { state, effects } = walk(['2', '2', '2', '17000000001#', '11010519491231002*', '1'].map(keys));
    expect(effects).toEqual([
      { kind: 'prove', question: 'document_number', given: DOCUMENT, wish: 'bar' },
      { kind: 'bar' },
    ]);
    expect(state).toMatchObject({ at: 'answer', number: CALLER, proven: ['document_number'] });
    expect(texts(state)).toEqual([
      'The line is being barred, and its closing has begun.',
      'Your reference is: H, B; 7, K, 3, F; 9, Q, X, M.',
      'A text message with your receipt is on its way to your other contact.',
      'Press star to hear it again, one for something else, zero for a person, or hang up.',
    ]);
  });

  it('says what stands in the way after document and day, for the number that calls, and names three', () => {
    const { state, effects } = walk(['1', '1', '1', DOCUMENT.replace('X', '*'), '20200517'].map(keys));
    expect(effects.map(({ kind }) => kind)).toEqual(['prove', 'prove', 'look']);
    expect(texts(state)).toEqual([
      '注销前还差4项。',
      '还有费用没有缴清。',
      '合约还没有到期。',
      '有漫游用量，账单稍后才到。',
      '重听请按星号键，办理其他请按一，人工请按零，或者直接挂机。',
    ]);
  });

  it('takes a declaration without any proof, and nothing where the caller thinks better of it', () => {
    expect(walk(['2', '3', '1', '1'].map(keys)).effects).toEqual([{ kind: 'declare' }]);
    const left = walk(['2', '3', '1', '2'].map(keys));
    expect(left.effects).toEqual([]);
    expect(texts(left.state)[0]).toBe('Nothing was changed.');
    expect(left.state.at).toBe('wish');
  });

  it('does not ask for a number that is not shown to be that of the call', () => {
    expect(walk(['2', '2'].map(keys), RIGHT, null).state.at).toBe('number');
  });

  it('repeats at the star key and goes to a person at zero, wherever it is', () => {
    const ways: readonly (readonly string[])[] = [
      [],
      ['2'],
      ['2', '1'],
      ['2', '1', '2'],
      ['2', '1', '1'],
      ['2', '1', '1', DOCUMENT.replace('X', '*')],
      ['2', '2', '1', DOCUMENT.replace('X', '*')],
      ['2', '3', '1'],
      ['2', '3', '1', '1'],
    ];
    const places = new Set<string>();
    for (const way of ways) {
      const { state } = walk(way.map(keys));
      places.add(state.at);
      const again = walk([...way, '*'].map(keys)).state;
      expect({ ...again, turns: 0, remark: null }).toEqual({ ...state, turns: 0, remark: null });
      expect(walk([...way, '0'].map(keys)).state).toMatchObject({ at: 'person', handOver: 'asked' });
    }
    expect(PLACES.filter((place) => !places.has(place))).toEqual(['person', 'goodbye']);
  });

  it.each<[string, MenuInput]>([
    ['silence', { kind: 'silence' }],
    ['speech', { kind: 'speech' }],
    ['a key that is no choice', keys('9')],
    ['three hundred digits', keys('7'.repeat(300))],
    ['what is no key', keys('<script>')],
  ])('takes %s for a miss, and the third leads to a person', (_name, input) => {
    const misses = (n: number) => walk([keys('2'), ...Array.from({ length: n }, () => input)]).state;
    expect(misses(MOST_MISSES - 1)).toMatchObject({ at: 'wish', misses: MOST_MISSES - 1 });
    expect(misses(MOST_MISSES)).toMatchObject({ at: 'person', handOver: 'misunderstood' });
  });

  it('goes to a person when wrong answers are no longer taken, or more has to be asked', () => {
    const way = ['2', '1', '1', '123456'].map(keys);
    expect(walk(way, () => ({ kind: 'locked' })).state).toMatchObject({ at: 'person', handOver: 'locked' });
    expect(walk(way, () => ({ kind: 'right', next: 'person' })).state).toMatchObject({
      at: 'person',
      handOver: 'more_proof',
      proven: ['document_number'],
    });
    expect(walk(way, () => ({ kind: 'wrong' })).state).toMatchObject({
      at: 'document_number',
      remark: 'no_match',
    });
  });

  it('asks for more before it looks, where only enough for a bar was proven', () => {
    const done = walk(['2', '2', '1', DOCUMENT.replace('X', '*'), '1', '1', '1'].map(keys));
    expect(done.state.at).toBe('opening_date');
  });

  it('hangs up on who says nothing after an answer', () => {
    expect(walk([...['2', '3', '1', '1'].map(keys), { kind: 'silence' }]).state.at).toBe('goodbye');
  });

  it('ends from wherever it is, whatever is keyed in and found, and speaks nothing that was keyed in as a secret', () => {
    const input = fc.oneof(
      fc.constantFrom('0', '1', '2', '3', '*', '#', '9').map(keys),
      fc.constantFrom(DOCUMENT.replace('X', '*'), '20200517', '17000000001').map(keys),
      fc.constantFrom<MenuInput>({ kind: 'silence' }, { kind: 'speech' }),
    );
    const outcome = fc.constantFrom<MenuOutcome | null>(
      null,
      null,
      null,
      { kind: 'wrong' },
      { kind: 'unreadable' },
      { kind: 'cannot_tell' },
    );
    fc.assert(
      fc.property(
        fc.array(input, { minLength: MOST_TURNS + 1, maxLength: MOST_TURNS + 1 }),
        fc.array(outcome, { minLength: 1, maxLength: 8 }),
        (inputs, outcomes) => {
          let n = 0;
          const { state, seen } = walk(inputs, (effect) => outcomes[n++ % outcomes.length] ?? RIGHT(effect));
          expect(isOver(state)).toBe(true);
          const said = JSON.stringify(seen) + seen.flatMap(texts).join(' ');
          expect(said).not.toContain('11010519491231002');
          expect(said).not.toContain('20200517');
          expect(seen.flatMap(texts).join(' ')).not.toContain('17000000001');
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what it says', () => {
  const states: readonly MenuState[] = [
    ...PLACES.map((at) => ({ ...beginCall(CALLER), at })),
    ...HAND_OVER_REASONS.map((handOver) => ({ ...beginCall(CALLER), at: 'person' as const, handOver })),
    ...(Object.keys(CHECK_EFFECTS) as CheckName[]).map((check) => ({
      ...beginCall(CALLER),
      at: 'answer' as const,
      answer: { kind: 'in_the_way' as const, count: 1, checks: [check] },
    })),
    {
      ...beginCall(CALLER),
      at: 'answer',
      answer: { kind: 'barred', reference: 'HB-7K3F9QXM', receipt: false },
    },
  ];

  it('is one sentence a prompt, of fifteen seconds at the most', () => {
    for (const state of states)
      for (const { text, language } of sentencesOf(screenOf({ ...state, language: null, turns: 0 }), HOUSE)) {
        // Two and a half words of English, or four and a half characters of Chinese, in a second.
        const seconds =
          language === 'en' ? text.split(' ').length / 2.5 : text.replace(/\P{L}/gu, '').length / 4.5;
        expect(seconds, text).toBeLessThanOrEqual(15);
        expect(text.match(/[.。]/g), text).toHaveLength(1);
      }
  });
});
