import { HandbackError } from '../../domain/errors.ts';

/** One version of the rulebook of one jurisdiction. */
export interface WhichRulebook {
  readonly jurisdiction: string;
  readonly version: string;
}

/** As approvals and audit rows name it, e.g. `cn 2026.2`. */
export const nameOf = ({ jurisdiction, version }: WhichRulebook): string => `${jurisdiction} ${version}`;

/** @throws HandbackError `rulebook_unknown` */
export function rulebookNamed(name: string): WhichRulebook {
  const found = /^([a-z]{2}) (.+)$/.exec(name);
  if (found === null) throw new HandbackError('rulebook_unknown');
  return { jurisdiction: found[1]!, version: found[2]! };
}
