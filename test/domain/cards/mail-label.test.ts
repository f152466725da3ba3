import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkCharacter, newMailLabel, parseMailLabel } from '../../../src/domain/cards/mail-label.ts';

it('computes the check character of ISO/IEC 7064 MOD 37,36', () => {
  // The example of the Global Release Identifier standard (IFPI GRid 2.1), which uses it: A1-2425G-ABC1234002-M.
  expect(checkCharacter('A12425GABC1234002')).toBe('M');
});

it('makes labels that read back, also as people write them', () => {
  for (let i = 0; i < 500; i++) {
    const label = newMailLabel(randomBytes);
    expect(label).toMatch(/^HBC-[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(parseMailLabel(label)).toBe(label);
    const written = ` ${label
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', 'l')
      .replace(/(.{8})/, '$1 ')} `;
    expect(parseMailLabel(written)).toBe(label);
    expect(parseMailLabel(label.slice(4))).toBe(label);
  }
});

it('draws again until the check character is none that is misread', () => {
  const drawn: Uint8Array[] = [];
  const bytes = [
    Buffer.alloc(9, 0),
    Buffer.alloc(9, 1),
    Buffer.alloc(9, 2),
    Buffer.alloc(9, 3),
    Buffer.alloc(9, 4),
  ];
  const label = newMailLabel(() => {
    const next = bytes[drawn.length]!;
    drawn.push(next);
    return next;
  });
  expect(label.at(-1)).not.toMatch(/[ILOU]/);
  expect(parseMailLabel(label)).toBe(label);
});

it('finds every slip of one character', () => {
  const label = newMailLabel(randomBytes);
  const body = label.slice(4);
  for (let at = 0; at < body.length; at++) {
    for (const other of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
      if (other === body[at]) continue;
      const slipped = body.slice(0, at) + other + body.slice(at + 1);
      expect(() => parseMailLabel(slipped)).toThrow(expect.objectContaining({ code: 'card_label_invalid' }));
    }
  }
});

it.each(['', 'HBC-', 'HBC-123', 'HBC-7K3F9Q', 'HBC-!!!!!!!!!!', '张三', 'HBC-0123456789ABC'])(
  'takes %j for no label',
  (text) => {
    expect(() => parseMailLabel(text)).toThrow(
      expect.objectContaining({ code: 'card_label_invalid', facts: { reason: 'form' } }),
    );
  },
);
