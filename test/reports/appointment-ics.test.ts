import { expect, it } from 'vitest';
import { appointmentIcs, type CalendarEntry } from '../../src/reports/appointment-ics.ts';

const ENTRY: CalendarEntry = {
  uid: 'AP-7K3F9QXM@line.example',
  startsAt: new Date('2026-12-01T02:00:00Z'),
  endsAt: new Date('2026-12-01T02:20:00Z'),
  title: 'Appointment at Imaginary Road',
  where: '1 Imaginary Road; floor 2, left\nSampleton',
  url: 'https://line.example/visit/AP-7K3F9QXM/T',
  changedAt: new Date('2026-11-30T00:30:00Z'),
  cancelled: false,
};

it('is an entry of RFC 5545, in UTC, with what would end a value escaped', () => {
  const lines = appointmentIcs(ENTRY).split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  expect(lines).toContain('DTSTART:20261201T020000Z');
  expect(lines).toContain('DTEND:20261201T022000Z');
  expect(lines).toContain('LOCATION:1 Imaginary Road\\; floor 2\\, left\\nSampleton');
  expect(lines).toContain('STATUS:CONFIRMED');
  expect(lines.at(-1)).toBe('');
  expect(appointmentIcs({ ...ENTRY, cancelled: true })).toContain('STATUS:CANCELLED');
});

it('folds long lines within 75 bytes, and never in the middle of a character', () => {
  const title = '归一移动虚构路营业厅预约'.repeat(8);
  const text = appointmentIcs({ ...ENTRY, title });
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text).not.toContain('\uFFFD');
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}`);
});
