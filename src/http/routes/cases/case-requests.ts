import { type Static, Type } from 'typebox';
import { REASONS } from '../../../domain/cases/reason.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { CHANNELS, IDENTITY_FACTORS } from '../../../domain/rules/rulebook.ts';
import type { Assertion } from '../../../operations/access/proof.ts';
import { CaseId, Nullable, OneOf } from '../../kit/schema.ts';

export const CASES_TAG = 'Terminations';
export const CaseById = Type.Object({ caseId: CaseId });
export const Reason = Nullable(OneOf(REASONS));

/** What a system sends in the place of a customer whom it identified; a subscriber sends none of it. */
export const ASSERTED = {
  provenBy: Type.Optional(
    Type.Array(OneOf(IDENTITY_FACTORS), {
      minItems: 1,
      maxItems: IDENTITY_FACTORS.length,
      description:
        'Only with a token that has `cases:declare`, which must send it: how you identified the customer. The audit log keeps it with the name of the token.',
    }),
  ),
  channel: Type.Optional(
    OneOf(CHANNELS, { description: 'With `provenBy`: where the customer is. Its rules count.' }),
  ),
};
const Asserted = Type.Object(ASSERTED);

/** @throws HandbackError `request_invalid` where one of the two is missing */
export function assertionOf({ provenBy, channel }: Static<typeof Asserted>): Assertion | undefined {
  if (provenBy === undefined && channel === undefined) return undefined;
  if (provenBy === undefined) throw new HandbackError('request_invalid', { field: 'provenBy' });
  if (channel === undefined) throw new HandbackError('request_invalid', { field: 'channel' });
  return { provenBy, channel };
}
