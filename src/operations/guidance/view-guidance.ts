import { HandbackError } from '../../domain/errors.ts';
import { type Guidance, type GuidanceAsked, guidanceFor } from '../../domain/guidance/guidance.ts';
import { CHINESE_PROVINCES } from '../../domain/rules/provinces.ts';
import { type Store, serviceFor } from '../../domain/stores/store.ts';
import { countStores, listedStores, type StoreFilter } from '../../store/stores/stores.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeRules } from '../home-time-zone.ts';

/** Of which country and province can be asked. */
export interface GuidanceWhere {
  readonly jurisdiction: string;
  readonly province: string | null;
}

export interface GuidanceView extends Guidance, GuidanceWhere {
  readonly version: string;
  /** Those where this is done, the first few of them; none where it is not done in stores. */
  readonly stores: { readonly total: number; readonly first: readonly Store[]; readonly filter: StoreFilter };
}

const FIRST_STORES = 3;

/** The countries whose rules are known, the operator's own first, each with its provinces where they differ. */
export function guidanceChoices(
  op: Operations,
): readonly { readonly jurisdiction: string; readonly provinces: readonly string[] }[] {
  const home = homeRules(op)?.jurisdiction;
  return [...op.rulebooks.jurisdictions]
    .sort((a, b) => Number(b === home) - Number(a === home) || (a < b ? -1 : 1))
    .map((jurisdiction) => ({ jurisdiction, provinces: jurisdiction === 'cn' ? CHINESE_PROVINCES : [] }));
}

/**
 * What somebody needs to end a line, before they set out. Public: it tells of the rules of today and of no line.
 *
 * @throws HandbackError `request_invalid` for a country without rules, or a province that it does not have
 */
export async function viewGuidance(
  op: Operations,
  actor: Actor,
  asked: GuidanceAsked & GuidanceWhere,
): Promise<GuidanceView> {
  requireAccess(actor, 'viewGuidance');
  const { jurisdiction, province } = asked;
  const known = guidanceChoices(op).find((one) => one.jurisdiction === jurisdiction);
  if (known === undefined) throw new HandbackError('request_invalid', { field: 'jurisdiction' });
  if (province !== null && !known.provinces.includes(province))
    throw new HandbackError('request_invalid', { field: 'province' });
  const rules = op.rulebooks.current(jurisdiction, province, op.clock.now());
  const guidance = guidanceFor(rules, asked);
  const inStores = guidance.places.list.some(({ channel }) => channel === 'store');
  const filter = { jurisdiction, province, service: serviceFor(asked) };
  return {
    ...{ jurisdiction, province, version: rules.version, ...guidance },
    stores: {
      total: inStores ? await countStores(op.pool, filter) : 0,
      first: inStores ? await listedStores(op.pool, { ...filter, after: null, limit: FIRST_STORES }) : [],
      filter,
    },
  };
}
