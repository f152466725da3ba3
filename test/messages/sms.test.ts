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
  inTheWay: 'Contract',
  url: 'https://line.example/c/1',
  store: 'Imaginary Road',
  at: 'then',
  stop: 'https://line.example/not-me/HB-1/T',
};
/**
 * Read over a shoulder they say nothing of whose they are: codes, and that a special request is decided, which reaches somebody else
 * than the holder and must not say about whom.
 */
const NEUTRAL: readonly SmsKind[] = [
  'code',
  'hotline_code',
  'request_decided',
  'request_news',
  // Of a time at a store: they are about no line.
  'appointment_made',
  'appointment_soon',
  'appointment_off',
  // Of a complaint, by its reference.
  'complaint_received',
  'complaint_answered',
  'complaint_late',
  // Of the whole account.
  'export_ready',
];
/** What the reader is asked for something in, or may want to object to. */
const ASKS: readonly SmsKind[] = [
  'lock_set',
  'export_asked',
  'lock_lifting',
  'declared',
  'confirmed',
  'barred',
  'unbind',
  'unbind_reminder',
  'esim_removed',
  'proof_undone',
  'supplementary',
  'completed',
  'switching_waits',
  'leaving_reminder',
];

it.each(languages)(
  'names the line, masked, in every message about it; and the ways to us where it asks (%s)',
  (language) => {
    const kinds = (Object.keys(messages(language).sms) as SmsKind[]).filter(
      (kind) => !NEUTRAL.includes(kind),
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

it.each(languages)(
  'says in every message how it is checked: by its reference, or by the page (%s)',
  (language) => {
    for (const kind of Object.keys(messages(language).sms) as SmsKind[]) {
      const text = smsText(SENDER, language, kind, FACTS, '+8613800131234');
      expect(text, kind).toMatch(/HB-1|line\.example/);
    }
    expect(smsText(SENDER, language, 'code', FACTS, null)).toContain('line.example/check');
    expect(smsText(SENDER, language, 'code', FACTS, null)).not.toContain('https://');
  },
);

it.each(languages)(
  'names no line, and nothing of what was asked for, where a special request is decided (%s)',
  (language) => {
    const named = smsText(SENDER, language, 'request_decided', { reference: 'SR-1' }, '+8613800131234');
    const silent = smsText(SENDER, language, 'request_decided', { reference: 'SR-1' }, null);
    expect(named).toBe(silent);
    expect(named).not.toContain('1234');
    expect(named).not.toContain(messages(language).smsFrom.noNumber);
    expect(named).toContain('SR-1');
    expect(named).toContain(SENDER.portal);
  },
);
