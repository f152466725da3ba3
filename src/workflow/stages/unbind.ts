import { LANES } from '../../domain/cases/termination.ts';
import { waitsForDevice } from '../../domain/esim/unbinding.ts';
import { smsText } from '../../messages/sms.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { remindOnce, type UnbindingRecord, unbindingsOfCases } from '../../store/esim/unbindings.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';

/**
 * Looks again this often even if nothing wakes the case: a proof can be recorded while it comes here from the stage
 * before. Nobody watches the lines of a campaign one by one, and there may be a million of them.
 */
const LOOK_AGAIN_MS = 5 * 60_000;
const LOOK_AGAIN_CAMPAIGN_MS = 6 * 3_600_000;

/**
 * Waits until every device has deleted its profile and signed it, while the phone still has data to deliver that with.
 * The line ends all the same when the rulebook's time is over, or when the holder says not to wait.
 */
export const unbind: StageModule = {
  stage: 'unbind',
  connector: null,
  run(cases, context) {
    const asked = unbindingsOfCases(
      context.pool,
      cases.map((work) => work.caseId),
    );
    return cases.map(async (work): Promise<StageOutcome> => {
      const profiles = (await asked).get(work.caseId) ?? [];
      const now = context.clock.now();
      const open = profiles.filter((p) => waitsForDevice(p) && p.waitUntil > now);
      if (open.length === 0) return { kind: 'done', facts: countsOf(profiles) };
      // Somebody says that it was not them: nobody is asked to delete anything meanwhile.
      const rests = work.pausedUntil !== null && work.pausedUntil > now;
      const reminder = rests ? null : await reminderFor(context, work, open, now);
      const next = Math.min(...open.map((p) => nextLook(p, now)));
      return {
        kind: 'wait',
        delayMs: Math.min(
          work.lane === LANES.campaign ? LOOK_AGAIN_CAMPAIGN_MS : LOOK_AGAIN_MS,
          Math.max(0, next - now.getTime()),
        ),
        unremarkable: reminder === null,
        waitingFor: 'device',
        notices:
          reminder && work.msisdn !== null
            ? [
                {
                  kind: 'unbind_reminder',
                  to: { msisdn: work.msisdn },
                  text: reminder,
                  goodForMs: Math.max(...open.map((p) => p.waitUntil.getTime())) - now.getTime(),
                },
              ]
            : [],
      };
    });
  },
};

function countsOf(profiles: readonly UnbindingRecord[]): Readonly<Record<string, number>> {
  const proven = profiles.filter((p) => p.result === 'proven').length;
  return { profiles: profiles.length, proven };
}

/** Half of the time is over: the person is reminded, once. */
function reminderAt(profile: UnbindingRecord): number {
  return (profile.requestedAt.getTime() + profile.waitUntil.getTime()) / 2;
}

function nextLook(profile: UnbindingRecord, now: Date): number {
  const reminder = reminderAt(profile);
  return profile.remindedAt === null && reminder > now.getTime() ? reminder : profile.waitUntil.getTime();
}

async function reminderFor(
  { sender, pool }: StageContext,
  work: Work,
  open: readonly UnbindingRecord[],
  now: Date,
): Promise<string | null> {
  const due = open.filter((p) => p.remindedAt === null && reminderAt(p) <= now.getTime());
  if (due.length === 0 || !(await remindOnce(pool, work.caseId))) return null;
  return smsText(
    sender,
    work.language,
    'unbind_reminder',
    {
      reference: work.reference,
      devices: open.length,
    },
    work.msisdn,
  );
}
