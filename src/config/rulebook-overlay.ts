import type { Rule, Rulebook, RuleVersions } from '../domain/rules/rulebook.ts';
import { CHECK_READERS, type NamedReaders, readSource, SETTING_READERS } from './rulebook-parameters.ts';
import { YamlFile } from './yaml-reader.ts';

export interface RulebookText {
  /** As problems name it, e.g. `cn.yaml`. */
  readonly name: string;
  readonly text: string;
}

/** An overlay states whole rules; each takes the place of all versions of its rule, in every province. */
export function readOverlay(
  overlay: RulebookText,
  rulebook: Rulebook,
  currency: string,
): { rulebook: Rulebook; problems: readonly string[] } {
  const { root, problems } = new YamlFile(overlay.name, overlay.text);
  const name = root.text('overlay', { pattern: /^[a-z][a-z0-9-]*$/, called: 'a name in small letters' });
  const source = readSource(root.map('source'));
  const replaced = <T>(section: string, readers: NamedReaders, rules: RuleVersions<T>): RuleVersions<T> => {
    if (!root.has(section)) return rules;
    const map = root.map(section);
    const own = Object.entries(readers).filter(([rule]) => map.has(rule));
    const found = own.map(([rule, read]) => {
      const parameters = map.map(rule, rule);
      const value = read(parameters, currency);
      parameters.end();
      const whole: Rule<unknown> = {
        id: `${name}.${rule}`,
        version: 1,
        source,
        effectiveFrom: rulebook.effectiveFrom,
        effectiveTo: null,
        running: false,
        province: null,
        value,
      };
      return [rule, [whole]] as const;
    });
    map.end();
    return { ...rules, ...Object.fromEntries(found) };
  };
  const laid: Rulebook = {
    ...rulebook,
    version: `${rulebook.version}+${name}`,
    settings: replaced('settings', SETTING_READERS, rulebook.settings),
    checks: replaced('checks', CHECK_READERS, rulebook.checks),
  };
  root.end();
  return { rulebook: laid, problems };
}
