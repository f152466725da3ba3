import { expect, it } from 'vitest';
import { languages, messages } from '../../src/messages/index.ts';
import type { QuarantineReason } from '../../src/operations/esim/quarantine.ts';
import { REFUSALS } from '../../src/rsp/verify-notification.ts';

/** All of them: the compiler asks for one that is missing. */
const QUARANTINED: Readonly<Record<QuarantineReason, true>> = {
  iccid_absent: true,
  profile_unknown: true,
  device_unknown: true,
  eid_mismatch: true,
  sequence_older: true,
  replayed: true,
  not_processed: true,
};

it.each(languages)(
  'has a sentence for every reason why a notification proves nothing, and for no other (%s)',
  (language) => {
    const { reasons } = messages(language).esimDesk;
    expect(Object.keys(reasons).sort()).toEqual([...REFUSALS, ...Object.keys(QUARANTINED)].sort());
    expect(new Set(Object.values(reasons)).size).toBe(Object.keys(reasons).length);
  },
);
