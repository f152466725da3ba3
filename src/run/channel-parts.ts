import { join } from 'node:path';
import { readChannelsFile } from '../config/channels-file.ts';
import { readScamWords } from '../config/scam-words-file.ts';
import type { Settings } from '../config/settings.ts';
import type { ChannelParts } from '../domain/channels/channel-parts.ts';
import { ownChannels } from '../domain/channels/own-channels.ts';
import { type ChannelRegistry, joinRegistries } from '../domain/channels/registry.ts';
import type { ScamWords } from '../domain/channels/words.ts';
import { localDateAt } from '../domain/values/local-date.ts';
import { NAME_TABLES } from '../operations/channels/name-tables.ts';
import { systemClock } from '../ports/clock.ts';

/** Public entries, and the word lists of the scam check. */
export const CHANNELS_FOLDER = join(import.meta.dirname, '..', '..', 'rulebook', 'channels');

/** Beside our own release nobody writes these: they are read once. */
let shipped: { readonly registry: ChannelRegistry; readonly words: ScamWords } | null = null;

/** The registry of channels: what operator file and settings say, the operator's own file, and the public entries. */
export function channelParts(
  settings: Pick<Settings, 'house' | 'smsSender' | 'channels'>,
  publicUrl: string,
): ChannelParts {
  shipped ??= {
    registry: readChannelsFile(join(CHANNELS_FOLDER, 'public.yaml')),
    words: readScamWords(CHANNELS_FOLDER),
  };
  const given = settings.channels?.owners.find(({ role }) => role === 'operator');
  const own = ownChannels({
    id: given?.id ?? 'operator',
    house: settings.house,
    portal: publicUrl,
    smsSender: settings.smsSender,
    country: given?.country ?? 'cn',
    on: localDateAt(systemClock.now(), 'UTC'),
  });
  return {
    registry: joinRegistries([
      own,
      ...(settings.channels === null ? [] : [settings.channels]),
      shipped.registry,
    ]),
    words: shipped.words,
    tables: NAME_TABLES,
  };
}
