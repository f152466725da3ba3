import { HandbackError } from '../../domain/errors.ts';
import { type ChartRange, type ReadRange, readRange } from '../../domain/statistics/chart-range.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';

export interface TypedRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** The range as it was typed, in days of the operator's own country, and what is wrong with it. */
export function askedRange(op: Operations, asked: TypedRange): ReadRange {
  return readRange(asked, localDateAt(op.clock.now(), homeTimeZone(op)));
}

/** @throws HandbackError `request_invalid` with the field, where the range is none */
export function requireRange(op: Operations, asked: TypedRange): ChartRange {
  const read = askedRange(op, asked);
  if (!read.ok) throw new HandbackError('request_invalid', { field: read.field, reason: read.problem });
  return read.range;
}
