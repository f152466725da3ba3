import { type NoticeKind, VOLUNTARY } from '../domain/notices.ts';
import type { Msisdn } from '../domain/values/msisdn.ts';
import type { Db } from './database/database.ts';
import type { Vault } from './database/vault.ts';
import { textNumberIndex } from './text-number.ts';

interface Stop {
  readonly msisdn: Msisdn;
  /** Whose line it is: a later holder of the number has stopped nothing. */
  readonly partyId: string;
}

/** No further reminders to a number. */
export async function stopReminders(tx: Db, vault: Vault, { msisdn, partyId }: Stop): Promise<void> {
  await tx.query({
    name: 'stop-reminders',
    text: 'insert into text_stop (number_bidx, party_id) values ($1, $2) on conflict do nothing',
    values: [textNumberIndex(vault, msisdn), partyId],
  });
}

export async function resumeReminders(tx: Db, vault: Vault, { msisdn, partyId }: Stop): Promise<void> {
  await tx.query({
    name: 'resume-reminders',
    text: 'delete from text_stop where number_bidx = $1 and party_id = $2',
    values: [textNumberIndex(vault, msisdn), partyId],
  });
}

interface ToSomebody {
  readonly kind: NoticeKind;
  readonly to: { readonly msisdn: string } | { readonly contactId: string };
  readonly partyId: string | null;
}

/** The messages but for reminders to numbers whose holder wants none. */
export async function withoutStopped<N extends ToSomebody>(
  db: Db,
  vault: Vault,
  notices: readonly N[],
): Promise<readonly N[]> {
  const keyed = notices.flatMap((notice) => {
    if (!VOLUNTARY.includes(notice.kind) || !('msisdn' in notice.to) || notice.partyId === null) return [];
    return [{ notice, number: textNumberIndex(vault, notice.to.msisdn), partyId: notice.partyId }];
  });
  if (keyed.length === 0) return notices;
  const { rows } = await db.query<{ number_bidx: Buffer; party_id: string }>({
    name: 'stopped-reminders',
    text: `select number_bidx, party_id from text_stop
      where (number_bidx, party_id) in (select * from unnest($1::bytea[], $2::text[]))`,
    values: [keyed.map(({ number }) => number), keyed.map(({ partyId }) => partyId)],
  });
  const stopped = new Set(
    keyed
      .filter(({ number, partyId }) =>
        rows.some((row) => row.party_id === partyId && row.number_bidx.equals(number)),
      )
      .map(({ notice }) => notice),
  );
  return notices.filter((notice) => !stopped.has(notice));
}
