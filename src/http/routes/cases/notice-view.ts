import { Type } from 'typebox';
import { GIVEN_UP_FOR, NOTICE_KINDS, NOTICE_STATES } from '../../../domain/notices.ts';
import type { NoticeRecord } from '../../../operations/cases/notices/list-notices.ts';
import { named } from '../../kit/named-schema.ts';
import { CaseId, Instant, Nullable, OneOf } from '../../kit/schema.ts';

export const NoticeSchema = named(
  'Notice',
  Type.Object({
    noticeId: CaseId,
    caseId: Nullable(CaseId),
    kind: OneOf(NOTICE_KINDS),
    channel: OneOf(['sms', 'email']),
    state: OneOf(NOTICE_STATES),
    madeAt: Instant,
    sentAt: Nullable(Instant),
    attempts: Type.Integer({
      description: 'How often the peer said something about it, or may have taken it.',
    }),
    nextTryAt: Nullable(Instant),
    deadlineAt: Type.String({ format: 'date-time', description: 'Until then it is tried.' }),
    givenUpAt: Nullable(Instant),
    givenUpFor: Nullable(OneOf(GIVEN_UP_FOR)),
    failed: Nullable(
      Type.String({ description: 'What the peer said last of what was not sent, or not yet.' }),
    ),
    receiptAt: Nullable(Instant),
    receipt: Nullable(
      Type.String({
        description:
          'State and error of an undeliverable message as its centre words them. No proof of anything.',
        examples: ['EXPIRED/005'],
      }),
    ),
  }),
);

/** A message to a person, without what it says and to whom. */
export function noticeView({
  receiptAt,
  madeAt,
  sentAt,
  nextTryAt,
  deadlineAt,
  givenUpAt,
  ...notice
}: NoticeRecord) {
  return {
    ...notice,
    madeAt: madeAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    nextTryAt: nextTryAt?.toISOString() ?? null,
    deadlineAt: deadlineAt.toISOString(),
    givenUpAt: givenUpAt?.toISOString() ?? null,
    receiptAt: receiptAt?.toISOString() ?? null,
  };
}
