import { smsMoment, smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { peopleToTell } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { objectionUrl } from '../cases/objections/objection-link.ts';
import type { Operations } from '../context.ts';
import { toEverybody } from '../people/contacts/to-everybody.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import type { Decided } from './decided-line.ts';

/**
 * The number and every contact of each holder are told that the operator ends their line, until when it serves, and how to object: a
 * campaign can be wrong, or somebody's within. Of a confidential case none of it leaves (`insertNotices`).
 */
export async function tellHoldersOfCampaign(
  op: Operations,
  tx: Db,
  decided: readonly Decided[],
  opened: ReadonlyMap<string, { readonly caseId: string; readonly reference: string }>,
): Promise<void> {
  const begun = decided.flatMap(({ record, opening }) => {
    const made = opened.get(record.line.lineId);
    return made === undefined || opening === null ? [] : [{ record, opening, ...made }];
  });
  const people = await peopleToTell(
    tx,
    op.vault,
    begun.map(({ record }) => record.holderId),
  );
  const notices = begun.flatMap(({ record, opening, caseId, reference }): readonly CaseNotice[] => {
    const person = people.get(record.holderId);
    if (person === undefined) return [];
    const { msisdn } = record.line;
    const { timeZone } = rulesOfLine(op, record, opening.declaredAt);
    const until = smsMoment(person.language, opening.dueAt ?? opening.declaredAt, timeZone);
    const facts = { reference, until, stop: objectionUrl(op, reference) };
    const text = smsText(op.sender, person.language, 'closing_by_us', facts, msisdn);
    const goodForMs = (opening.dueAt ?? opening.declaredAt).getTime() - opening.declaredAt.getTime();
    const { dataKey } = person;
    const notice = {
      caseId,
      partyId: record.holderId,
      dataKey,
      kind: 'closing_by_us',
      text,
      goodForMs,
    } as const;
    return toEverybody(notice, person.contacts, msisdn);
  });
  if (notices.length === 0) return;
  await insertNotices(tx, op.vault, notices);
  await wakeOutbox(tx);
}
