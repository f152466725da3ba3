import { Type } from 'typebox';
import { REASONS } from '../../../domain/cases/reason.ts';
import { CaseId, Nullable, OneOf } from '../../kit/schema.ts';

export const CASES_TAG = 'Terminations';
export const CaseById = Type.Object({ caseId: CaseId });
export const Reason = Nullable(OneOf(REASONS));
