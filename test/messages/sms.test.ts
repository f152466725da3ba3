import { expect, it } from 'vitest';
import { languages, messages } from '../../src/messages/index.ts';
import { type SmsKind, smsText } from '../../src/messages/sms.ts';

const SENDER = { name: { en: 'Demo', 'zh-CN': '演示' }, hotline: '10099', portal: 'https://line.example' };
const FACTS = {
  code: '1',
  minutes: 5,
  reference: 'HB-1',
  secret: 'S',
  until: 'then',
  devices: 2,
  url: 'https://line.example/c/1',
};
/** What the reader is asked for something in, or may want to object to. */
const ASKS: readonly SmsKind[] = [
  'declared',
  'confirmed',
  'barred',
  'unbind',
  'unbind_reminder',
  'esim_removed',
  'proof_undone',
  'supplementary',
  'completed',
];

it.each(languages)(
  'names the line, masked, in every message about it; and the ways to us where it asks (%s)',
  (language) => {
    // Codes are read over a shoulder: they say nothing of whose they are.
    const kinds = (Object.keys(messages(language).sms) as SmsKind[]).filter(
      (kind) => kind !== 'code' && kind !== 'hotline_code',
    );
    for (const kind of kinds) {
      const text = smsText(SENDER, language, kind, FACTS, '+8613800131234');
      expect(text, kind).toContain('138 **** 1234');
      expect(text, kind).not.toContain('138001');
      expect(smsText(SENDER, language, kind, FACTS, null), kind).toContain(
        messages(language).smsFrom.noNumber,
      );
      if (!ASKS.includes(kind)) continue;
      expect(text, kind).toContain(SENDER.portal);
      expect(text, kind).toContain(SENDER.hotline);
    }
  },
);
