import { contentLines, escapedText } from './content-lines.ts';

export interface CalendarEntry {
  /** Of its own for ever: the same entry again replaces the one before. */
  readonly uid: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly title: string;
  readonly where: string;
  readonly url: string;
  /** When it was made or changed last (section 3.8.7.2). */
  readonly changedAt: Date;
  readonly cancelled: boolean;
}

/** One appointment for a calendar (RFC 5545). Instants are in UTC: every calendar shows them in its own clock. */
export function appointmentIcs(entry: CalendarEntry): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Handback//appointments//EN',
    'BEGIN:VEVENT',
    `UID:${entry.uid}`,
    `DTSTAMP:${stamp(entry.changedAt)}`,
    `DTSTART:${stamp(entry.startsAt)}`,
    `DTEND:${stamp(entry.endsAt)}`,
    `SUMMARY:${escapedText(entry.title)}`,
    `LOCATION:${escapedText(entry.where)}`,
    `URL:${entry.url}`,
    `STATUS:${entry.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return contentLines(lines);
}

const stamp = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');
