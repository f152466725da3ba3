import { readChannelsFile } from '../config/channels-file.ts';
import { readOperatorFile } from '../config/operator-file.ts';
import { operatorOf, type Settings } from '../config/settings.ts';
import { DEMO_CHANNELS_FILE, DEMO_OPERATOR_FILE, demoHouse } from '../demo/demo-house.ts';

/** Settings with what the demo operator says of itself, wherever the environment names no other operator. */
export function demoOperatorSettings(settings: Settings): Settings {
  const named = process.env['HANDBACK_OPERATOR_FILE'] || process.env['HANDBACK_OPERATOR_NAME'];
  return {
    ...settings,
    ...(named ? {} : operatorOf(demoHouse(readOperatorFile(DEMO_OPERATOR_FILE)), settings.operator.id)),
    channels: settings.channels ?? (named ? null : readChannelsFile(DEMO_CHANNELS_FILE)),
  };
}
