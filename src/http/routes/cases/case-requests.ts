import { Type } from 'typebox';
import { REASONS } from '../../../operations/cases/declare.ts';
import { CaseId, Nullable } from '../../kit/schema.ts';

export const CASES_TAG = 'Terminations';
export const CaseById = Type.Object({ caseId: CaseId });
export const Validate = Type.Object({
  validate: Type.Optional(Type.Boolean({ description: 'Checks everything and changes nothing.' })),
});
export const Reason = Nullable(Type.Union(REASONS.map((reason) => Type.Literal(reason))));
