import type { ObjectionState } from '../../domain/cases/objection.ts';
import type { CoolingRisk } from '../../domain/rules/cooling-risk.ts';

/** What protects a holder against whoever acts in their name. */
export const protection = {
  risks: {
    sim_changed: 'the card was changed lately',
    contact_changed: 'a contact was changed lately',
    new_device: 'there is a new device',
    started_by_agent: 'an agent began it for you',
    many_by_agent: 'the agent began many of them',
  } satisfies Record<CoolingRisk, string> as Readonly<Record<CoolingRisk, string>>,
  longer: (because: string) => `Longer than usual, for your protection: ${because}.`,
  lock: {
    link: 'Lock this line against closing',
    title: 'Lock closing',
    lead: 'Nobody can close the line while it is locked, whoever signs in. Lifting the lock takes some days, and everyone we reach is told.',
    set: 'Lock closing',
    locked: 'Closing is locked',
    lockedLead: (on: string) => `Since ${on}. You can lift the lock; it then holds for some days more.`,
    lift: 'Lift the lock',
    lifting: 'The lock is being lifted',
    liftingLead: (at: string) => `It holds until ${at}. Was that not you? Keep the lock.`,
    keep: 'Keep the lock',
    stay: 'Back',
  },
  objection: {
    title: 'This was not me',
    lead: (reference: string) => `Request ${reference} to close a line.`,
    states: {
      possible: 'If you did not ask for this, stop it for now.',
      resting: 'It rests now.',
      used: 'It rested once, and that is over.',
      stopped: 'It is stopped already.',
      too_late: 'It is too late to stop it.',
    } satisfies Record<ObjectionState, string> as Readonly<Record<ObjectionState, string>>,
    willRest: (period: string) =>
      `For ${period} nothing is done to the network, and our fraud desk looks at it. This can be done once.`,
    willRestBarred: (period: string) =>
      `The line is barred and stays barred. For ${period} it is not removed from the network, and our fraud desk looks at it. This can be done once.`,
    restsBarred: (at: string) =>
      `The line stays barred. Until ${at} it is not removed from the network. To lift the bar, take the request back or call us.`,
    restsUntil: (at: string) =>
      `Until ${at} nothing is done to the network. Our fraud desk looks at it and may stop it for longer.`,
    restedUntil: (at: string) => `It rested until ${at}. Pausing it again needs your proof.`,
    stoppedText: 'The line stays as it is. You need do nothing.',
    tooLateText: 'The line has left the network. If it was yours, call us.',
    go: 'This was not me: stop it for now',
    forGood: 'To stop it for good',
    signIn: 'Sign in and take it back',
  },
};
