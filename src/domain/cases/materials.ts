import type { Access, Line } from '../lines/line.ts';
import type { Capacity } from '../rules/capacity.ts';
import type { Channel, Material, ResolvedRules } from '../rules/rulebook.ts';

/** What to bring or show, each thing once, given how the line was opened, where it is ended and as whom somebody comes. */
export function materialsFor(
  rules: ResolvedRules,
  asked: {
    readonly line: Pick<Line, 'openedChannel'> & { readonly accesses: readonly Pick<Access, 'kind'>[] };
    readonly channel: Channel;
    readonly capacity: Capacity;
    readonly urgent: boolean;
  },
): readonly Material[] {
  const { line, channel, capacity, urgent } = asked;
  const items = rules.settings.materials.value.items.filter(
    (item) =>
      (item.opened === null || item.opened.includes(line.openedChannel)) &&
      (item.channels === null || item.channels.includes(channel)) &&
      (item.capacities === null || item.capacities.includes(capacity)) &&
      (item.accesses === null || line.accesses.some((access) => item.accesses?.includes(access.kind))) &&
      !(urgent && item.waivedIfUrgent),
  );
  return [...new Set(items.map(({ material }) => material))];
}
