import { join } from 'node:path';
import type { ClearingAction, House } from '../domain/operator/house.ts';
import { CLEAR_PATH, HOUSE_PATH } from './demo-paths.ts';

/** What the demo operator says of itself. */
export const DEMO_OPERATOR_FILE = join(import.meta.dirname, '..', '..', 'examples', 'operator.yaml');

/** By what the demo operator can be reached. */
export const DEMO_CHANNELS_FILE = join(import.meta.dirname, '..', '..', 'examples', 'channels.yaml');

/** The demo operator's house, with its links leading to pages that the demo has: addresses under .example lead nowhere. */
export function demoHouse(house: House): House {
  const { complaints, clearing } = house;
  return {
    ...house,
    website: HOUSE_PATH,
    stores: { ...house.stores, link: null },
    legal: { ...house.legal, imprint: `${HOUSE_PATH}/imprint`, terms: `${HOUSE_PATH}/terms` },
    complaints: complaints === null ? null : { ...complaints, link: `${HOUSE_PATH}/complaints` },
    clearing: Object.fromEntries(Object.keys(clearing).map((action) => [action, CLEAR_PATH])) as Partial<
      Record<ClearingAction, string>
    >,
  };
}
