import { numberReleaseOn } from '../../domain/cases/effective-dates.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { StageOutcome } from '../../store/cases/work.ts';
import { dates, texts } from '../../store/database/array-parameters.ts';
import { joiningLists } from '../../store/database/database.ts';
import type { StageModule } from '../engine/stage.ts';

/** Takes the number out of use and records from when it may be given out again; releasing it is the number ledger's own job. */
export const quarantine: StageModule = {
  stage: 'quarantine',
  connector: null,
  follows: true,
  run: (cases, context) =>
    cases.map(async (work): Promise<StageOutcome> => {
      const rules = context.rules(work);
      const ended = localDateAt(work.serviceEndedAt ?? context.clock.now(), rules.timeZone);
      const origin =
        work.rangeHolder === null
          ? ({ kind: 'own' } as const)
          : ({ kind: 'ported_in', rangeHolder: work.rangeHolder } as const);
      const releaseOn = numberReleaseOn({ msisdn: work.msisdn as Msisdn | null, origin }, ended, rules);
      return { kind: 'done', patch: { releaseOn }, facts: { releaseOn } };
    }),
  async record(tx, done) {
    const withNumber = done.filter((work) => work.msisdn !== null);
    await Promise.all([
      joiningLists(tx, {
        name: 'end-assignments',
        text: `update msisdn_assignment a set to_at = now()
        from unnest($1::text[], $2::text[]) as o(line_id, msisdn)
        where a.line_id = any($1::text[]) and a.line_id = o.line_id and a.msisdn = o.msisdn and a.to_at is null`,
        values: [texts(withNumber, (w) => w.lineId), texts(withNumber, (w) => w.msisdn)],
      }),
      tx.query({
        name: 'quarantine-numbers',
        text: `insert into number_ledger (msisdn, state, line_id, range_holder, release_on)
        select msisdn, case when range_holder is null then 'quarantined' else 'returned' end, null, range_holder, release_on
        from unnest($1::text[], $2::text[], $3::date[], $4::text[]) as o(msisdn, range_holder, release_on, line_id)
        on conflict (msisdn) do update set state = excluded.state, line_id = null, range_holder = excluded.range_holder,
          release_on = excluded.release_on, since = now()
        where number_ledger.line_id is null or number_ledger.line_id = any($4::text[])`,
        values: [
          texts(withNumber, (w) => w.msisdn),
          texts(withNumber, (w) => w.rangeHolder),
          dates(withNumber, (w) => w.releaseOn),
          texts(withNumber, (w) => w.lineId),
        ],
      }),
    ]);
  },
};
