import { type ChannelParts, type CheckBook, checkBook } from '../../domain/channels/reading.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';

const books = new WeakMap<ChannelParts, { readonly day: string; readonly book: CheckBook }>();

/** Prepared for today, once a day. */
export function bookOf(op: Operations): CheckBook {
  const { channels } = op;
  const day = localDateAt(op.clock.now(), homeTimeZone(op));
  const kept = books.get(channels);
  if (kept?.day === day) return kept.book;
  const book = checkBook(channels.registry, channels.words, channels.tables, op.defaultCallingCode, day);
  books.set(channels, { day, book });
  return book;
}
