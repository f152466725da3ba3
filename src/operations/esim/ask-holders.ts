import type { NotificationEvent } from '../../domain/lines/esim-profile.ts';
import { smsText } from '../../messages/sms.ts';
import { insertAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database/database.ts';
import { askOnce, type NewNotification, type ProfileHolder } from '../../store/esim/euicc-notifications.ts';
import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { verifiedContacts } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';

/** A deletion that belongs to no ending: it may be a mistake, a new phone, or somebody who believes that it ends the line. */
export async function askHolders(
  op: Operations,
  tx: Db,
  proven: readonly NewNotification[],
  holders: ReadonlyMap<string, ProfileHolder>,
): Promise<void> {
  const isUnasked = (row: NewNotification): boolean => {
    const holder = holders.get(row.iccid!)!;
    return (
      row.event === ('delete' satisfies NotificationEvent) &&
      holder.openCase === null &&
      holder.lineStatus !== 'ended'
    );
  };
  const asked = await askOnce(
    tx,
    proven.filter(isUnasked).map((row) => row.iccid!),
  );
  if (asked.size === 0) return;
  const told = [...asked].flatMap((iccid) => holders.get(iccid) ?? []);
  const contacts = await verifiedContacts(
    tx,
    told.map((holder) => holder.holderId),
  );
  const notices = told.flatMap((holder): CaseNotice[] => {
    if (holder.dataKeyWrapped === null) return [];
    const base = {
      caseId: null,
      partyId: holder.holderId,
      dataKey: op.vault.unwrap(holder.dataKeyWrapped, holder.keyEpoch),
      kind: 'esim_removed' as const,
      text: smsText(
        op.sender,
        holder.language,
        'esim_removed',
        { url: op.lineUrl(holder.lineId) },
        holder.msisdn,
      ),
    };
    // The number may have lived on the profile that is gone: the other contact may be all that reaches the holder.
    const contact = contacts.get(holder.holderId);
    return [
      ...(holder.msisdn === null ? [] : [{ ...base, to: { msisdn: holder.msisdn } }]),
      ...(contact === undefined ? [] : [{ ...base, to: contact }]),
    ];
  });
  await insertAudit(
    tx,
    told.map((holder) => ({
      caseId: null,
      lineId: holder.lineId,
      actor: 'device',
      action: 'asked_whether_to_end',
    })),
  );
  await insertNotices(tx, op.vault, notices);
  await wakeOutbox(tx);
}
