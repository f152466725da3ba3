import type { House } from '../operator/house.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { Channel, ChannelRegistry } from './registry.ts';

/** Where a channel is known from that no file of channels names. */
const FROM_HOUSE = 'operator file';
const FROM_SETTINGS = 'settings';

/**
 * What the operator file and the settings say of channels already: the website, the portal, the hotline and the sender of text
 * messages, so that nobody writes them down twice.
 * @param id of the owner: the operator as certificates name it, or as a file of channels does
 */
export function ownChannels(own: {
  readonly id: string;
  readonly house: House;
  readonly portal: string;
  readonly smsSender: string;
  readonly country: string;
  readonly on: LocalDate;
}): ChannelRegistry {
  const { house, on } = own;
  const entry = (kind: Channel['kind'], value: string, source: string): Channel => ({
    ...{ kind, value, at: null, from: null, until: null, source, checked: on },
  });
  const sites = [
    ...(house.website === null ? [] : [[house.website, FROM_HOUSE] as const]),
    ...(house.stores.link === null ? [] : [[house.stores.link, FROM_HOUSE] as const]),
    [own.portal, FROM_SETTINGS] as const,
  ];
  const domains = new Map(
    sites.flatMap(([address, source]) => {
      const host = hostOf(address);
      return host === null ? [] : [[host, source] as const];
    }),
  );
  const hotline = house.hotline?.number.replace(/[^\d+]/gu, '') ?? null;
  return {
    owners: [
      {
        ...{ id: own.id, name: house.name, role: 'operator', country: own.country },
        called: [...new Set(Object.values(house.name))],
        channels: [
          ...[...domains].map(([host, source]) => entry('domain', host, source)),
          ...(hotline === null ? [] : [entry('number', hotline, FROM_HOUSE)]),
          entry('sender', own.smsSender, FROM_SETTINGS),
        ],
      },
    ],
  };
}

/** Without `www.`, which stands below it; null for a path of these pages and for an address that is no name. */
function hostOf(address: string): string | null {
  const host =
    /^https?:\/\/([^/:?#]+)/u
      .exec(address)?.[1]
      ?.toLowerCase()
      .replace(/^www\./u, '') ?? null;
  return host === null || !host.includes('.') || /^[\d.]+$/u.test(host) ? null : host;
}
