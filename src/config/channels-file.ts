import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'tldts';
import {
  CHANNEL_KINDS,
  type Channel,
  type ChannelRegistry,
  OWNER_ROLES,
  type Owner,
} from '../domain/channels/registry.ts';
import { HandbackError } from '../domain/errors.ts';
import type { Spoken } from '../domain/operator/house.ts';
import { LANGUAGES } from '../domain/values/language.ts';
import { type MapReader, YamlFile } from './yaml-reader.ts';

const ID = { pattern: /^[a-z0-9][a-z0-9-]{1,40}$/, called: 'a short name in small letters, such as guiyi' };
const COUNTRY = { pattern: /^[a-z]{2}$/, called: 'two small letters (ISO 3166-1), such as cn' };
const PLACE = { pattern: /^[a-z0-9-]{2,20}$/, called: 'the name of a messenger or network in small letters' };
const FORMS = {
  domain: {
    pattern: /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z0-9-]{2,63}$/,
    called: 'a domain in small letters and ASCII (punycode), without https:// and without a path',
  },
  number: { pattern: /^\+?\d{3,17}$/, called: 'a number in quotes, digits only' },
  sender: { pattern: /^[^\n]{2,20}$/, called: 'as phones show the sender of a text message' },
  app: { pattern: /^[^\n]{1,60}$/, called: 'the name of an app' },
  account: { pattern: /^[^\n]{1,60}$/, called: 'the name of an account' },
} as const;

/**
 * Reads a file of channels: whom people can reach by what (`rulebook/channels/public.yaml`; JSON reads the same).
 *
 * @throws HandbackError `channels_invalid`; `problems` are all that there are, each with its line
 * @throws the error of the file system for a file that cannot be opened
 */
export function readChannelsFile(path: string): ChannelRegistry {
  return parseChannels(basename(path), readFileSync(path, 'utf8'));
}

/** @throws HandbackError `channels_invalid` */
export function parseChannels(name: string, text: string): ChannelRegistry {
  const { root, problems } = new YamlFile(name, text);
  const owners = root.maps('owners').map(ownerOf);
  root.end();
  if (problems.length > 0) throw new HandbackError('channels_invalid', { problems });
  return { owners };
}

function ownerOf(map: MapReader): Owner {
  const owner: Owner = {
    id: map.text('id', ID),
    name: spoken(map),
    role: map.oneOf('role', OWNER_ROLES),
    country: map.text('country', COUNTRY),
    // An empty list says that no text speaks in its name.
    called: map.has('called') ? map.someTexts('called') : [],
    channels: map.maps('channels').map(channelOf),
  };
  map.end();
  return owner;
}

function spoken(map: MapReader): Spoken {
  const inner = map.map('name');
  const read = Object.fromEntries(LANGUAGES.map((language) => [language, inner.text(language)])) as Spoken;
  inner.end();
  return read;
}

function channelOf(map: MapReader): Channel {
  const kind = map.oneOf('kind', CHANNEL_KINDS);
  const channel: Channel = {
    kind,
    value: map.text('value', FORMS[kind] ?? FORMS.app),
    at: kind === 'account' ? map.text('at', PLACE) : null,
    from: map.has('from') ? map.date('from') : null,
    until: map.has('until') ? map.date('until') : null,
    source: map.text('source'),
    checked: map.date('checked'),
  };
  // All that stands below a domain of the registry is official.
  if (
    kind === 'domain' &&
    channel.value !== '' &&
    parse(channel.value, { allowPrivateDomains: true }).domain === null
  )
    map.problem('must be a name that somebody has, and no ending below which anybody gets one', 'value');
  if (channel.from !== null && channel.until !== null && channel.until < channel.from)
    map.problem('must not be before `from`', 'until');
  map.end();
  return channel;
}
