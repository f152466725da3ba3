import type { DisputeOutcome } from '../../domain/charges/tripwire.ts';
import type { Ways } from '../sms-ways.ts';

/** Whom a text message is from, and how its reader can call them. */
export const smsFrom = {
  from: (name: string, text: string) => `${name}: ${text}`,
  call: (hotline: string | null) => (hotline === null ? 'call us' : `call ${hotline}`),
  noNumber: 'your data line',
  /** Behind a text that names neither a reference nor the portal. Without a scheme: no code comes with a link to tap. */
  check: (text: string, address: string) => `${text} Is this us? ${address}`,
};

/** What each text message says; every one carries its reference, so that a duplicate is recognised. */
export const sms = {
  code: (f: { code: string; minutes: number }) =>
    `${f.code} is your code for closing a line, good for ${f.minutes} minutes. We never ask for it by phone or chat.`,
  hotline_code: (f: { code: string; minutes: number }, w: Ways) =>
    `${f.code} is the number to read out to our hotline, good for ${f.minutes} minutes. Read it out only if you called us yourself; if somebody called you, hang up and ${w.call}.`,
  declared: (f: { reference: string; stop: string }, w: Ways) =>
    `We received a request to close ${w.line} (${f.reference}). Not you? Stop it at ${f.stop} or ${w.call}. Nothing has changed yet.`,
  lock_set: (_: object, w: Ways) =>
    `Closing ${w.line} is locked now: nobody can end it before the lock is lifted, and lifting takes time. Not you? ${w.portal} or ${w.call}.`,
  lock_lifting: (f: { until: string }, w: Ways) =>
    `Somebody asked to lift the lock that keeps ${w.line} from being closed. It is lifted ${f.until}. Not you? Set it again before then: ${w.portal} or ${w.call}.`,
  asked_for_you: (f: { reference: string; until: string; stop: string }, w: Ways) =>
    `Somebody acting for you asked us to close ${w.line} (${f.reference}). Service ends ${f.until}. If that is wrong, stop it before then: ${f.stop} or ${w.call}.`,
  closing_not_mine: (f: { reference: string; until: string; stop: string }, w: Ways) =>
    `The person in whose name ${w.line} is registered says that they never opened it, and it is being closed (${f.reference}). Service ends ${f.until}. If you use it, say so before then: ${f.stop} or ${w.call}.`,
  closing_by_us: (f: { reference: string; until: string; stop: string }, w: Ways) =>
    `We are closing ${w.line} (${f.reference}). Service ends ${f.until}. If that is wrong, say so before then: ${f.stop} or ${w.call}.`,
  switching_waits: (f: { inTheWay: string; url: string }, w: Ways) =>
    `Your code for leaving was used, and ${w.line} is not closed yet. In the way: ${f.inTheWay}. See what to do: ${f.url} or ${w.call}. It goes on by itself once nothing is in the way.`,
  request_news: (f: { reference: string }, w: Ways) =>
    `There is news of ${f.reference}. Read it with your receipt at ${w.portal}.`,
  request_decided: (f: { reference: string }, w: Ways) =>
    `Your request ${f.reference} has been decided. Read it with your receipt at ${w.portal}.`,
  confirmed: (f: { reference: string; until: string }, w: Ways) =>
    `Closing ${w.line} is confirmed (${f.reference}). Service ends ${f.until}. Until then you can withdraw at ${w.portal} or ${w.call}.`,
  barred: (f: { reference: string; stop: string }, w: Ways) =>
    `Reported lost: ${w.line} is being barred (${f.reference}). If that was not you, say so: ${f.stop} or ${w.call}.`,
  receipt: (f: { reference: string; secret: string }, w: Ways) =>
    `Receipt for closing ${w.line}: reference ${f.reference}, secret ${f.secret}. They open the request at ${w.portal}/receipt. Show them to nobody; questions: ${w.call}.`,
  withdrawn: (f: { reference: string }, w: Ways) => `Withdrawn: ${w.line} stays as it is (${f.reference}).`,
  completed: (f: { reference: string; url: string }, w: Ways) =>
    `${w.line} is closed (${f.reference}). Certificate: ${f.url} Questions? Please ${w.call}.`,
  unbind: (f: { reference: string; devices: number }, w: Ways) =>
    `${f.devices} device(s) still hold an eSIM of ${w.line} (${f.reference}). Delete it on each; how: ${w.portal} or ${w.call}. A deleted eSIM cannot come back: if you withdraw later you need a new one.`,
  unbind_reminder: (f: { reference: string; devices: number }, w: Ways) =>
    `Reminder: ${f.devices} device(s) still hold an eSIM of ${w.line}, which you are closing (${f.reference}). Delete it while the phone is online, or tell us not to wait: ${w.portal} or ${w.call}.`,
  esim_removed: (f: { url: string }, w: Ways) =>
    `An eSIM of ${w.line} was deleted on a device. Deleting an eSIM does not end the line and does not stop the bill. Do you want to end it? ${f.url} If not, you need do nothing; for a new eSIM ${w.call}.`,
  proof_arrived: (f: { reference: string; url: string }, w: Ways) =>
    `${w.line}: your device's signed deletion of the eSIM has arrived (${f.reference}). A new certificate names it: ${f.url} The first one stays valid to check.`,
  proof_undone: (f: { reference: string; url: string }, w: Ways) =>
    `An eSIM of ${w.line}, which you closed, was on a device again after it was deleted (${f.reference}). It cannot connect; please delete it, or ${w.call} for help. A new certificate says that its deletion is unconfirmed: ${f.url}`,
  card_recorded: (f: { reference: string; url: string }, w: Ways) =>
    `The old card of ${w.line}, which you closed, is on record (${f.reference}). A new certificate says so: ${f.url} The first one stays valid to check. Questions? Please ${w.call}.`,
  card_destroyed: (f: { reference: string; url: string }, w: Ways) =>
    `The old card of ${w.line}, which you closed, has been destroyed (${f.reference}). A new certificate says when and how: ${f.url} The one before stays valid to check.`,
  appointment_made: (f: { reference: string; store: string; at: string; url: string }, _: Ways) =>
    `Your appointment ${f.reference}: ${f.at}, ${f.store}. See or cancel it: ${f.url}`,
  leaving_reminder: (f: { reference: string; until: string; url: string }, w: Ways) =>
    `Your reminder: service of ${w.line} ends ${f.until} (${f.reference}). Move what hangs on it first: ${f.url} Not yours? Please ${w.call}.`,
  appointment_soon: (f: { reference: string; store: string; at: string; url: string }, _: Ways) =>
    `Reminder of your appointment ${f.reference}: ${f.at}, ${f.store}. If you cannot come, cancel: ${f.url}`,
  appointment_off: (f: { reference: string; store: string; at: string; url: string }, w: Ways) =>
    `We cannot keep your appointment ${f.reference}, ${f.at}, ${f.store}: the store has changed its hours or closed. Make another: ${w.portal}/stores or ${w.call}.`,
  complaint_received: (f: { reference: string; url: string; by: string }, _: Ways) =>
    `We have your complaint ${f.reference} and answer it by ${f.by}. See how it stands: ${f.url}`,
  complaint_answered: (f: { reference: string; url: string }, w: Ways) =>
    `Your complaint ${f.reference} has an answer: ${f.url} Questions? Please ${w.call}.`,
  complaint_late: (f: { reference: string; url: string; regulator: string }, w: Ways) =>
    `Your complaint ${f.reference} should have been answered by now, and is not. We go on with it: ${f.url} or ${w.call}. You can also turn to: ${f.regulator}`,
  export_asked: (f: { reference: string }, w: Ways) =>
    `Somebody who signed in with ${w.line} asked for an archive of your account with us (${f.reference}). Not you? ${w.portal} or ${w.call}.`,
  export_ready: (f: { reference: string; url: string; days: number }, _: Ways) =>
    `The archive of your account (${f.reference}) is ready for ${f.days} days: ${f.url} Only your own passphrase opens it.`,
  charge_held: (f: { reference: string; amount: string; url: string | null }, w: Ways) =>
    `We stopped a charge of ${f.amount} to ${w.line}, which you closed (${f.reference}), and are having it taken back. You need not pay it.${f.url === null ? '' : ` Your certificate: ${f.url}`} Questions? Please ${w.call}.`,
  charge_decided: (f: { reference: string; amount: string; outcome: DisputeOutcome }, w: Ways) =>
    `The charge of ${f.amount} to ${w.line}, which you closed (${f.reference}), ${{ withdrawn: 'was taken back', credited: 'was credited', upheld: 'stands: our billing says it is due' }[f.outcome]}. Questions? Please ${w.call}.`,
  supplementary: (f: { reference: string; url: string }, w: Ways) =>
    `Usage of ${w.line} came in after your final bill (${f.reference}). A corrected certificate replaces the first: ${f.url} Questions? Please ${w.call}.`,
};
