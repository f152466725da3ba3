import type { Claims } from '../../domain/certificates/certificate.ts';
import { isZombie } from '../../domain/esim/unbinding.ts';
import { isGoneFromNetwork } from '../verify/shown-profiles.ts';
import { localTime } from './paper-formats.ts';
import { heading } from './pdf-headings.ts';
import { resultRow } from './pdf-result-row.ts';
import { COLOR, type Sheet } from './pdf-sheet.ts';
import { profileWords } from './profile-words.ts';

/** What a profile is recognised by on paper, masked by the caller; null leaves it out. */
export interface MaskedProfile {
  readonly iccid: string | null;
  readonly eid: string | null;
}

/** Profile by profile, what became of it on its device; nothing for a line that had none. */
export function profiles(sheet: Sheet, claims: Claims, masked: readonly MaskedProfile[]): void {
  if (claims.profiles.length === 0) return;
  heading(
    sheet,
    sheet.say(({ paper }) => paper.label.profiles),
    54,
  );
  const gone = isGoneFromNetwork(claims);
  claims.profiles.forEach((profile, i) => {
    const { iccid = null, eid = null } = masked[i] ?? {};
    const marks = [iccid && `ICCID ${iccid}`, eid && `EID ${eid}`].filter((mark) => mark !== null);
    const sure = !isZombie(profile.result);
    const receivedAt = profile.proof ? timeOf(profile.proof.receivedAt, claims) : '';
    resultRow(sheet, {
      name: sheet.say(({ paper, punctuation }) =>
        claims.profiles.length === 1 ? paper.profile : punctuation.numbered(paper.profile, i + 1),
      ),
      marks,
      sure,
      short: sheet.say((m) => profileWords(m, profile, gone, receivedAt).short),
      plain: sheet.say((m) => profileWords(m, profile, gone, receivedAt).plain),
    });
  });
  if (claims.profiles.some((profile) => profile.proof !== null)) note(sheet);
}

function note(sheet: Sheet): void {
  const style = { size: 7.5, leading: 0.5, color: COLOR.secondary };
  const limits = sheet.say(({ profileResults }) => profileResults.proofLimits);
  sheet.ensure(sheet.columnsHeight(limits, style));
  sheet.columns(limits, style);
  sheet.y += 4;
}

function timeOf(instant: string, { timeZone }: Claims): string {
  const { date, time } = localTime(instant, timeZone);
  return `${date} ${time}`;
}
