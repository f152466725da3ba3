import { Type } from 'typebox';

/** The body of an act that needs a reason, which the audit log keeps. */
export const Reasoned = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
);
