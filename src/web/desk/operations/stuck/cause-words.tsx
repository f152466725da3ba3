import type { Role } from '../../../../domain/rules/role.ts';
import type { StuckCause } from '../../../../operations/oversight/stuck/list-causes.ts';
import { rolesOf } from '../../kit/desk-access.ts';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { causeWords } from '../case-words.tsx';
import { OPERATIONS } from '../sections.ts';

export const STUCK = `${OPERATIONS}/stuck`;
export const STUCK_ROLES: readonly Role[] = rolesOf('listCauses');

export const causePath = ({ stage, code, element }: StuckCause): string =>
  `${STUCK}/cause?${new URLSearchParams({ stage, code, element })}`;
export const retryPath = (retryId: string): string => `${STUCK}/retries/${retryId}`;

/** In words where there are any, and always the code. */
export function CauseName({ visit, cause }: { visit: DeskVisit; cause: Pick<StuckCause, 'code'> }) {
  const words = causeWords(visit, cause.code);
  return (
    <>
      {words} <span class="code">{cause.code}</span>
    </>
  );
}
