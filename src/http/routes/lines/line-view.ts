import { Type } from 'typebox';
import { maskMsisdn } from '../../../domain/values/msisdn.ts';
import type { LineRecord } from '../../../operations/lines/view-line.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Money, Nullable } from '../../kit/schema.ts';

export const LineSchema = named(
  'Line',
  Type.Object({
    lineId: Type.String(),
    number: Nullable(Type.String({ description: 'Masked.' })),
    status: Type.String(),
    plan: Type.String(),
    monthlyFee: Money,
    accesses: Type.Array(Type.Object({ kind: Type.String() })),
    openCase: Nullable(CaseId),
  }),
);

export function lineView(record: LineRecord) {
  const { line, openCase } = record;
  return {
    lineId: line.lineId,
    number: line.msisdn === null ? null : maskMsisdn(line.msisdn),
    status: line.status,
    plan: line.plan.name,
    monthlyFee: line.plan.monthlyFee,
    accesses: line.accesses.map(({ kind }) => ({ kind })),
    openCase,
  };
}
