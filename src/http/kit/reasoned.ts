import { Type } from 'typebox';
import { named } from './named-schema.ts';

/** The body of an act that needs a reason, which the audit log keeps. */
export const Reasoned = named(
  'Reasoned',
  Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, { additionalProperties: false }),
);
