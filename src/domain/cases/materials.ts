import type { Line } from '../lines/line.ts';
import type { Channel, Material, ResolvedRules } from '../rules/rulebook.ts';

/** What to bring or show, given how the line was opened and where it is ended. */
export function materialsFor(
  rules: ResolvedRules,
  asked: { readonly line: Line; readonly channel: Channel; readonly urgent: boolean },
): readonly Material[] {
  const { line, channel, urgent } = asked;
  return rules.settings.materials.value.items
    .filter(
      (item) =>
        (item.opened === null || item.opened.includes(line.openedChannel)) &&
        (item.channels === null || item.channels.includes(channel)) &&
        (item.accesses === null || line.accesses.some((access) => item.accesses?.includes(access.kind))) &&
        !(urgent && item.waivedIfUrgent),
    )
    .map((item) => item.material);
}
