import type { Rule, Rulebook } from './rulebook.ts';

type Named = Readonly<Record<string, readonly Rule<unknown>[]>>;
type Value = Readonly<Record<string, unknown>>;

/** What a value holds by name, where a newer Handback can know further names. */
const FURTHER_NAMES: Readonly<Record<string, string>> = { two_person: 'approvers', routes: 'routes' };

/**
 * A version as an older Handback kept it, with what only a newer one knows: a rule, or a part of one, that it does not state is
 * that of the file. No version in force says anything else about it, and without it nothing could be decided at all.
 *
 * @param file the same jurisdiction as the folder has it now
 */
export function completedRulebook(kept: Rulebook, file: Rulebook): Rulebook {
  return {
    ...kept,
    settings: completed(kept.settings, file.settings) as unknown as Rulebook['settings'],
    checks: completed(kept.checks, file.checks) as unknown as Rulebook['checks'],
  };
}

function completed(kept: object, file: object): Named {
  const known = kept as Named;
  const stated = Object.entries(file as Named).map(([name, ofFile]): [string, readonly Rule<unknown>[]] => {
    const versions = known[name];
    if (versions === undefined) return [name, ofFile];
    return [
      name,
      versions.map((rule) => ({ ...rule, value: whole(name, rule.value, likeIn(ofFile, rule.province)) })),
    ];
  });
  // In the order of the file: what the database gives back has another one.
  return { ...Object.fromEntries(stated), ...withoutThe(known, file) };
}

const withoutThe = (known: Named, file: object): Named =>
  Object.fromEntries(Object.entries(known).filter(([name]) => !Object.hasOwn(file, name)));

function likeIn(ofFile: readonly Rule<unknown>[], province: string | null): Value {
  const rule =
    ofFile.findLast((one) => one.province === province) ?? ofFile.findLast((one) => one.province === null);
  return (rule?.value ?? {}) as Value;
}

function whole(name: string, value: unknown, like: Value): unknown {
  const own = value as Value;
  const further = FURTHER_NAMES[name];
  const parts =
    further === undefined || own[further] === undefined
      ? {}
      : { [further]: { ...(like[further] as Value), ...(own[further] as Value) } };
  return { ...like, ...own, ...parts };
}
