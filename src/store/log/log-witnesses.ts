import type { Db } from '../database/database.ts';

export interface WitnessStanding {
  readonly name: string;
  /** The largest size that it says to have seen. */
  readonly size: number;
  readonly askedAt: Date;
  readonly cosignedAt: Date | null;
  readonly fault: string | null;
}

/** What these witnesses said last of a log. */
export async function witnessStandings(
  db: Db,
  origin: string,
  names: readonly string[],
): Promise<readonly WitnessStanding[]> {
  const { rows } = await db.query<WitnessStanding>(
    `select name, size, asked_at as "askedAt", cosigned_at as "cosignedAt", fault from log_witness
     where origin = $1 and name = any($2::text[]) order by name`,
    [origin, names],
  );
  return rows;
}

/** Keeps what a witness said; null for a size leaves the one that is known. */
export async function keepWitness(
  db: Db,
  origin: string,
  said: { readonly name: string; readonly size: number | null; readonly fault: string | null },
): Promise<void> {
  await db.query(
    `insert into log_witness as w (origin, name, size, cosigned_at, fault)
     values ($1, $2, coalesce($3, 0), case when $4::text is null then now() end, $4)
     on conflict (origin, name) do update set asked_at = now(), size = coalesce($3, w.size),
       cosigned_at = coalesce(excluded.cosigned_at, w.cosigned_at), fault = excluded.fault`,
    [origin, said.name, said.size, said.fault],
  );
}
