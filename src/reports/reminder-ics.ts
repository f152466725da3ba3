import type { LocalDate } from '../domain/values/local-date.ts';
import { contentLines, escapedText } from './content-lines.ts';

export interface Reminder {
  readonly uid: string;
  readonly day: LocalDate;
  readonly title: string;
  readonly text: string;
  readonly url: string;
  readonly madeAt: Date;
}

/** A day in a calendar (RFC 5545) that is told of at nine in the morning, wherever its owner is then: it has a day and no zone. */
export function reminderIcs({ uid, day, title, text, url, madeAt }: Reminder): string {
  return contentLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Handback//before you go//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${madeAt.toISOString().replace(/[-:]|\.\d{3}/g, '')}`,
    `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
    `SUMMARY:${escapedText(title)}`,
    `DESCRIPTION:${escapedText(text)}`,
    `URL:${url}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapedText(title)}`,
    'TRIGGER:PT9H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]);
}
