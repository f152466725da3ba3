import type { Statement } from '../../domain/certificates/certificate.ts';
import { isZombie } from '../../domain/esim/unbinding.ts';
import { isGoneFromNetwork } from '../verify/shown-profiles.ts';
import { heading } from './pdf-headings.ts';
import { resultRow } from './pdf-result-row.ts';
import { COLOR, type Sheet } from './pdf-sheet.ts';
import { LABEL, localTime, type Words } from './pdf-words.ts';
import { PROOF_LIMITS, profileWords } from './profile-words.ts';

/** What a profile is recognised by on paper, masked by the caller; null leaves it out. */
export interface MaskedProfile {
  readonly iccid: string | null;
  readonly eid: string | null;
}

/** Profile by profile, what became of it on its device; nothing for a line that had none. */
export function profiles(sheet: Sheet, statement: Statement, masked: readonly MaskedProfile[]): void {
  if (statement.profiles.length === 0) return;
  heading(sheet, LABEL.profiles, 54);
  const gone = isGoneFromNetwork(statement);
  statement.profiles.forEach((profile, i) => {
    const { iccid = null, eid = null } = masked[i] ?? {};
    const marks = [iccid && `ICCID ${iccid}`, eid && `EID ${eid}`].filter((mark) => mark !== null);
    const sure = !isZombie(profile.result);
    resultRow(sheet, {
      name: nameOf(statement.profiles.length === 1 ? null : i + 1),
      marks,
      sure,
      ...profileWords(profile, gone, profile.proof ? timeOf(profile.proof.receivedAt, statement) : ''),
    });
  });
  if (statement.profiles.some((profile) => profile.proof !== null)) note(sheet);
}

function note(sheet: Sheet): void {
  const style = { size: 7.5, leading: 0.5, color: COLOR.secondary };
  sheet.ensure(sheet.columnsHeight(PROOF_LIMITS, style));
  sheet.columns(PROOF_LIMITS, style);
  sheet.y += 4;
}

function timeOf(instant: string, { timeZone }: Statement): string {
  const { date, time } = localTime(instant, timeZone);
  return `${date} ${time}`;
}

const nameOf = (number: number | null): Words => {
  const after = number === null ? '' : ` ${number}`;
  return { zh: `配置文件${after}`, en: `Profile${after}` };
};
