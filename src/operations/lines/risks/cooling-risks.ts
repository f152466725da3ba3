import { coolingRisksOf } from '../../../domain/cases/cooling-off.ts';
import type { CoolingRisk } from '../../../domain/rules/cooling-risk.ts';
import type { Channel, ResolvedRules } from '../../../domain/rules/rulebook.ts';
import { addDays, localDateAt, startOfDay } from '../../../domain/values/local-date.ts';
import type { Db } from '../../../store/database/database.ts';
import { coolingSigns } from '../../../store/lines/line-signs.ts';
import type { LineRecord } from '../../../store/lines/lines.ts';
import { type Actor, staffBehind } from '../../access/actor.ts';

/** What makes the cooling-off of an ending longer than usual, by the rulebook. */
export async function coolingRisks(
  db: Db,
  { line, holderId }: LineRecord,
  asked: {
    /** Who confirms it, or looks at what that would mean. */
    readonly actor: Actor;
    readonly found: { readonly caseId: string; readonly channel: Channel; readonly urgent: boolean };
    readonly rules: ResolvedRules;
    readonly now: Date;
  },
): Promise<readonly CoolingRisk[]> {
  const { actor, found, rules, now } = asked;
  const rule = rules.settings.risk_cooling_off.value;
  const today = localDateAt(now, rules.timeZone);
  const agent = staffBehind(actor)?.subject ?? null;
  const days = rule.manyByAgent?.withinDays ?? 1;
  const signs = await coolingSigns(db, {
    ...{ lineId: line.lineId, partyId: holderId, caseId: found.caseId, agent },
    since: startOfDay(addDays(today, 1 - days), rules.timeZone),
  });
  const dayOf = (at: Date | null) => (at === null ? null : localDateAt(at, rules.timeZone));
  return coolingRisksOf(
    {
      simChangedOn: dayOf(signs.simChangedAt),
      contactChangedOn: dayOf(signs.contactChangedAt),
      newDeviceOn: dayOf(signs.newDeviceAt),
      // Begun at a desk, or by staff or a system in the customer's place; or confirmed there.
      byAgent:
        agent !== null || actor.kind === 'staff' || actor.kind === 'system' || found.channel !== 'online',
      endingsByAgent: signs.endingsByAgent,
    },
    { rule, today, urgent: found.urgent },
  );
}
