import { join } from 'node:path';
import { readChannelsFile } from '../config/channels-file.ts';
import { readScamWords } from '../config/scam-words-file.ts';
import type { Settings } from '../config/settings.ts';
import { ownChannels } from '../domain/channels/own-channels.ts';
import type { ChannelParts } from '../domain/channels/reading.ts';
import { type ChannelRegistry, joinRegistries } from '../domain/channels/registry.ts';
import type { ScamWords } from '../domain/channels/words.ts';
import { localDateAt } from '../domain/values/local-date.ts';
import { NAME_TABLES } from '../operations/channels/name-tables.ts';
import { systemClock } from '../ports/clock.ts';

/** Public entries, and the word lists of the scam check. */
export const CHANNELS_FOLDER = join(import.meta.dirname, '..', '..', 'rulebook', 'channels');

/** Beside our own release nobody writes these: they are read once. */
let shippedRegistry: ChannelRegistry | null = null;
/** Reading them takes a fifth of a second, which commands and workers, that check no text, need not wait for. */
let shippedWords: ScamWords | null = null;

/** The registry of channels: what operator file and settings say, the operator's own file, and the public entries. */
export function channelParts(
  settings: Pick<Settings, 'house' | 'smsSender' | 'channels'>,
  publicUrl: string,
): ChannelParts {
  shippedRegistry ??= readChannelsFile(join(CHANNELS_FOLDER, 'public.yaml'));
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
      shippedRegistry,
    ]),
    get words() {
      shippedWords ??= readScamWords(CHANNELS_FOLDER);
      return shippedWords;
    },
    tables: NAME_TABLES,
  };
}
