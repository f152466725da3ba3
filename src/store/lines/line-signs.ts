import type { Db } from '../database/database.ts';

/** What tells of fraud about a line, beside the line itself. */
export interface StoredSigns {
  readonly contactChangedAt: Date | null;
  readonly lockouts: number;
  readonly disputedAt: Date | null;
}

/** What is known of a line, and of who ends it, that makes its cooling-off longer. */
export interface StoredCoolingSigns {
  readonly simChangedAt: Date | null;
  readonly contactChangedAt: Date | null;
  readonly newDeviceAt: Date | null;
  readonly endingsByAgent: number;
}

/**
 * A card that came with its line, and a contact or device that came with its person, are no changes.
 * @param of.agent the subject of the person at the desk; null without one. Whoever began the case counts before whoever confirms it
 */
export async function coolingSigns(
  db: Db,
  of: {
    readonly lineId: string;
    readonly partyId: string;
    readonly caseId: string;
    readonly agent: string | null;
    readonly since: Date;
  },
): Promise<StoredCoolingSigns> {
  const { rows } = await db.query<StoredCoolingSigns>({
    name: 'cooling-signs',
    text: `select
        (select max(a.from_at) from access a
          where a.line_id = $1 and a.to_at is null and a.kind <> 'companion'
            and exists (select from access b where b.line_id = $1 and b.to_at is not null and b.kind <> 'companion')
        ) as "simChangedAt",
        (select max(c.changed_at) from contact c join party p using (party_id)
          where party_id = $2 and c.origin = 'operator' and c.changed_at > p.known_since) as "contactChangedAt",
        (select max(d.first_seen_at) from esim_profile e join device d using (eid), party p
          where e.line_id = $1 and p.party_id = $2 and d.first_seen_at > p.known_since) as "newDeviceAt",
        (select count(*)::int from audit
          where actor like 'staff:%' and actor in ('staff:' || who.agent, 'staff:' || who.agent || ' for subscriber')
            and action in ('declared', 'reported') and facts -> 'campaign' is null and at >= $4) as "endingsByAgent"
      from (select coalesce(
          (select substr(regexp_replace(actor, ' for subscriber$', ''), 7) from audit
            where case_id = $5 and action in ('declared', 'reported') and actor like 'staff:%' order by audit_id limit 1),
          $3) as agent) as who`,
    values: [of.lineId, of.partyId, of.agent ?? '', of.since, of.caseId],
  });
  return rows[0]!;
}

/**
 * A contact that came with its person is no change.
 * @param of with the hash under which tries about its number are counted
 */
export async function signsOfLine(
  db: Db,
  of: { readonly lineId: string; readonly partyId: string; readonly attempts: Buffer },
): Promise<StoredSigns> {
  const { rows } = await db.query<StoredSigns>({
    name: 'signs-of-line',
    text: `select
        (select max(c.changed_at) from contact c join party p using (party_id)
          where party_id = $2 and c.origin = 'operator' and c.changed_at > p.known_since) as "contactChangedAt",
        (select coalesce(sum(lockouts), 0)::int from attempt_counter where subject = $3) as lockouts,
        (select max(made_at) from dispute where line_id = $1 and party_id = $2) as "disputedAt"`,
    values: [of.lineId, of.partyId, of.attempts],
  });
  return rows[0]!;
}
