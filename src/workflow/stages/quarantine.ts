import { numberReleaseOn } from '../../domain/cases/effective-dates.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { StageOutcome } from '../../store/cases/work.ts';
import { releaseNumbers } from '../../store/lines/line-endings.ts';
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
  record: (tx, done) =>
    releaseNumbers(
      tx,
      done.flatMap(({ work: { lineId, msisdn, rangeHolder, releaseOn } }) =>
        msisdn === null ? [] : [{ lineId, msisdn, rangeHolder, releaseOn }],
      ),
    ),
};
