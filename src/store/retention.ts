import { insertAudit } from './audit.ts';
import { inTransaction, type Pool } from './database/database.ts';

/**
 * Nothing holds the person of a column back. Whatever forgets something of a person by a clock of its own asks it: a legal hold keeps what
 * would be gone in days, too. Its last day is over when it is over everywhere on earth.
 */
const notHeld = (column: string): string => `not exists (select from legal_hold h where h.party_id = ${column}
  and h.released_at is null and (h.until is null or h.until >= current_date - 1))`;

/** The partition of closed cases for this month and the next. */
export async function makePartitions(pool: Pool): Promise<void> {
  await pool.query(
    `select ensure_closed_partition(now()), ensure_closed_partition(now() + interval '1 month')`,
  );
}

/** Sessions that are over, codes and calls after two days, who asked for codes after two hours, counters of wrong answers after thirty. */
export async function forgetSignIn(pool: Pool): Promise<void> {
  await pool.query(
    `with s as (delete from session where expires_at < now()), c as (delete from one_time_code where sent_at < now() - interval '2 days'),
       b as (delete from code_budget where starts_at < now() - interval '2 hours'),
       p as (delete from presence_code where made_at < now() - interval '2 days'),
       d as (delete from desk_receipt where kept_at < now() - interval '2 hours'),
       l as (update letter set body_enc = null where printed_at < now() - interval '7 days' and body_enc is not null and ${notHeld('letter.party_id')}),
       a as (delete from agent_code where day < current_date - 2),
       h as (delete from hotline_call where rang_at < now() - interval '2 days')
     delete from attempt_counter where updated_at < now() - interval '30 days' and (locked_until is null or locked_until < now())`,
  );
}

/** What nobody came back for after half an hour, logout tokens after a day, and the issuer's tokens of sessions that are over. */
export async function forgetStaffSignIn(pool: Pool): Promise<void> {
  await pool.query(
    `with d as (delete from staff_draft where kept_at < now() - interval '30 minutes'),
       l as (delete from staff_logout where taken_at < now() - interval '1 day')
     update staff_session set id_token_enc = null
     where id_token_enc is not null and least(ended_at, ends_at) < now() - interval '1 day'`,
  );
}

/** Answers to repeated requests, after a day. */
export async function forgetAnswers(pool: Pool): Promise<void> {
  await pool.query(`delete from idempotency where created_at < now() - interval '1 day'`);
}

/** Messages seven days after they were sent, and thirty after they were given up: somebody may still ask why. */
export async function forgetMessages(pool: Pool): Promise<void> {
  await pool.query(
    `delete from outbox where (sent_at < now() - interval '7 days' or given_up_at < now() - interval '30 days')
       and ${notHeld('outbox.party_id')}`,
  );
  // They go with their message, which may still have been on its way when a part was taken; those of nothing that we know of are of no use
  // tomorrow.
  await pool.query(
    `delete from delivery_part d where (at < now() - interval '8 days' and not exists (select from outbox where message_id = d.message_id))
       or (message_id is null and at < now() - interval '1 day')`,
  );
}

/** Calls of the voice menu, and what it handed over, after two days; whoever was never said to have hung up has by then. */
export async function forgetVoiceCalls(pool: Pool): Promise<void> {
  await pool.query(
    `with h as (delete from voice_hand_over where made_at < now() - interval '2 days')
     delete from voice_call where began_at < now() - interval '2 days'`,
  );
}

/** Notifications in quarantine: after 90 days, or after 30 if somebody reviewed them. */
export async function forgetQuarantined(pool: Pool): Promise<void> {
  await pool.query(
    `delete from euicc_notification where verdict = 'quarantined'
       and received_at < now() - case when reviewed_at is null then interval '90 days' else interval '30 days' end
       and ${notHeld('euicc_notification.party_id')}`,
  );
}

/** Public declarations that ended no line, 30 days after they expired. Those of a line that ended stay with the case. A holder's "not me" lasts no longer than that. */
export async function forgetDeclarations(pool: Pool): Promise<void> {
  await pool.query(
    `delete from declaration d where expires_at < now() - interval '30 days' and (case_id is null
       or exists (select from termination_closed c where c.case_id = d.case_id and c.outcome <> 'completed')) and ${notHeld('d.holder_id')}`,
  );
}

/** So many pictures are deleted by one transaction. */
const PHOTOS_AT_ONCE = 200;

/** Pictures of documents whose time is over, as the rulebook of the day on which each was taken said. Each deletion is audited. */
export async function forgetPhotos(pool: Pool): Promise<void> {
  for (let gone = PHOTOS_AT_ONCE; gone === PHOTOS_AT_ONCE; ) {
    gone = await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{
        photoId: string;
        kind: string;
        lineId: string;
        caseId: string | null;
      }>(
        `delete from document_photo p using counter_visit v where v.visit_id = p.visit_id and p.photo_id in
           (select photo_id from document_photo where keep_until <= now() and ${notHeld('document_photo.party_id')}
             order by keep_until limit ${PHOTOS_AT_ONCE} for update skip locked)
         returning p.photo_id as "photoId", p.kind, p.line_id as "lineId", v.case_id as "caseId"`,
      );
      await insertAudit(
        tx,
        rows.map(({ photoId, kind, lineId, caseId }) => ({
          ...{ caseId, lineId, actor: 'engine', action: 'photo_deleted' },
          facts: { photoId, kind },
        })),
      );
      return rows.length;
    });
  }
}

/**
 * Pictures of special requests that were decided, when their time is over; what such a request said: 30
 * days after one that came to nothing, 180 days after one that was accepted. Its requester is erased by the next night, if nothing else
 * ties them to us.
 */
export async function forgetSpecialRequests(pool: Pool): Promise<void> {
  for (let gone = PHOTOS_AT_ONCE; gone === PHOTOS_AT_ONCE; ) {
    gone = await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ photoId: string; material: string; requestId: string }>(
        `delete from special_request_photo where photo_id in (
           select p.photo_id from special_request_photo p join special_request r using (request_id)
           where p.keep_until <= now() and r.state <> 'received' and ${notHeld('r.requester_id')}
           order by p.keep_until limit ${PHOTOS_AT_ONCE} for update of p skip locked)
         returning photo_id as "photoId", material, request_id as "requestId"`,
      );
      await insertAudit(
        tx,
        rows.map((facts) => ({
          caseId: null,
          lineId: null,
          actor: 'engine',
          action: 'photo_deleted',
          facts,
        })),
      );
      return rows.length;
    });
  }
  await inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ requesterId: string }>(
      `update special_request r set body_enc = null, refusal_enc = null
       where body_enc is not null and state <> 'received'
         and decided_at < now() - case state when 'accepted' then interval '180 days' else interval '30 days' end
         and not exists (select from termination t where t.requester_id = r.requester_id) and ${notHeld('r.requester_id')}
       returning requester_id as "requesterId"`,
    );
    // Nothing keeps them any more; whoever erases people looks at them next.
    await tx.query('update party set retention_look_on = null where party_id = any($1::text[])', [
      rows.map(({ requesterId }) => requesterId),
    ]);
  });
}

/** Who had taken what: a case that is over, and anything else after 90 days. */
export async function forgetAssignments(pool: Pool): Promise<void> {
  await pool.query(
    `delete from work_assignment a where assigned_at < now() - interval '90 days'
       or (kind = 'case' and not exists (select from termination t where t.case_id = case when a.kind = 'case' then a.item::uuid end))`,
  );
}

/** So many rows are changed by one transaction. */
const ROWS_AT_ONCE = 10_000;

/**
 * What the file of a campaign gave, numbers of people among it: of every row so many days after the campaign ended; of rows that are wrong,
 * and name nobody's line, so long after they came in, whatever became of it; and with all of an upload that was left in the middle. The
 * line that was meant, and what became of it, stay.
 */
export async function forgetCampaignRows(pool: Pool, days: number): Promise<void> {
  const old = `< now() - $1 * interval '1 day'`;
  const { rows } = await pool.query<{ id: string; over: boolean; upload: number }>(
    `select campaign_id as id, upload, ended_at is not null and ended_at ${old} as over from campaign
     where (ended_at ${old} and (erased_at is null or erased_at < ended_at))
       or (erased_at is null and greatest(uploaded_at, received_at) ${old})`,
    [days],
  );
  for (const { id, over, upload } of rows) {
    for (let changed = ROWS_AT_ONCE; changed === ROWS_AT_ONCE; ) {
      const { rowCount } = await pool.query(
        `update campaign_row r set given = '' from (
           select upload, row_number from campaign_row
           where campaign_id = $1 and given <> '' and ($2::boolean or fault is not null) limit ${ROWS_AT_ONCE}) old
         where r.campaign_id = $1 and r.upload = old.upload and r.row_number = old.row_number`,
        [id, over],
      );
      changed = rowCount ?? 0;
    }
    await inTransaction(pool, async (tx) => {
      // Somebody may be uploading again just now: then it is theirs to go on.
      const { rowCount } = await tx.query(
        `update campaign set erased_at = now(), receiving = null
         where campaign_id = $2 and upload = $3 and (receiving is null or received_at ${old})`,
        [days, id, upload],
      );
      if (rowCount === 1)
        await tx.query('delete from campaign_row where campaign_id = $1 and upload <> $2', [id, upload]);
    });
  }
}

/** What was typed at a counter and never signed, after a day. */
export async function forgetUnsignedVisits(pool: Pool): Promise<void> {
  await pool.query(
    `update counter_visit v set ended_at = coalesce(ended_at, now()), details_enc = case when ${notHeld('v.party_id')} then null else details_enc end
     where signed_at is null and touched_at < now() - interval '1 day' and (ended_at is null or (details_enc is not null and ${notHeld('v.party_id')}))`,
  );
}

/** Appointments, so many days after their time: nobody is named in them, and nobody needs them any more. */
export async function forgetAppointments(pool: Pool, days: number): Promise<void> {
  await pool.query(
    `delete from appointment where starts_at < now() - $1 * interval '1 day' and ${notHeld('appointment.party_id')}`,
    [days],
  );
  await pool.query(
    `delete from store s where closed_at is not null and not exists (select from appointment a where a.store_id = s.store_id)`,
  );
}

/** Texts whose time is over, parts whose whole never came, and signatures that are refused for their age by now. */
export async function forgetTexts(pool: Pool): Promise<void> {
  await pool.query(
    `with p as (delete from inbound_text_part where received_at < now() - interval '1 day'),
       s as (delete from text_signature where used_at < now() - interval '1 hour')
     delete from inbound_text where keep_until < now() and ${notHeld('inbound_text.holder_id')}`,
  );
}
