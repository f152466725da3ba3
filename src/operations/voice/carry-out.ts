import { HandbackError } from '../../domain/errors.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { MenuEffect, MenuOutcome } from '../../domain/voice/menu.ts';
import { messages } from '../../messages/index.ts';
import { findCase } from '../../store/cases/cases.ts';
import { findDeclaration } from '../../store/cases/declarations.ts';
import type { Subscriber } from '../access/actor.ts';
import { declarePublicly } from '../cases/declarations/declare-publicly.ts';
import { type Declared, declare } from '../cases/declare.ts';
import { receiptMatches } from '../cases/receipt.ts';
import { deliverReceipt } from '../cases/send-receipt.ts';
import type { Operations } from '../context.ts';
import { checkEligibility } from '../lines/check-eligibility.ts';
import { type Caller, proveByKeys } from './prove-by-keys.ts';
import { callerOf } from './voice-caller.ts';

/** Refusals that a person at the hotline can take further. */
const FOR_A_PERSON = [
  'not_signed_in',
  'line_unknown',
  'factor_needed',
  'not_eligible',
  'cannot_tell',
  'case_open',
  'stage_conflict',
  'case_unknown',
];

/**
 * Finds out or does what the menu asks for, by the operations that everybody else uses: the caller is a visitor who declares, and a
 * subscriber by what was proven in the call.
 */
export async function carryOut(
  op: Operations,
  caller: Caller,
  about: { readonly number: Msisdn; readonly reference: string },
  effect: MenuEffect,
): Promise<MenuOutcome> {
  try {
    switch (effect.kind) {
      case 'prove':
        return await proveByKeys(op, caller, about.number, effect);
      case 'look':
        return await look(op, caller);
      case 'bar':
        return await bar(op, caller);
      case 'declare':
        return await declareOnce(op, caller, about);
    }
  } catch (error) {
    if (error instanceof HandbackError && FOR_A_PERSON.includes(error.code)) return { kind: 'cannot_tell' };
    throw error;
  }
}

async function look(op: Operations, { call }: Caller): Promise<MenuOutcome> {
  const actor = await callerOf(op, call);
  const { eligibility } = await checkEligibility(op, actor, { lineId: actor.lineId });
  if (eligibility.verdict === 'cannot_tell') return { kind: 'cannot_tell' };
  const checks = eligibility.findings.filter(({ effect }) => effect === 'blocks').map(({ check }) => check);
  return {
    kind: 'answered',
    answer: checks.length === 0 ? { kind: 'clear' } : { kind: 'in_the_way', count: checks.length, checks },
  };
}

async function bar(op: Operations, { call }: Caller): Promise<MenuOutcome> {
  const actor = await callerOf(op, call);
  const made = (await declare(op, actor, { lineId: actor.lineId, reason: 'lost' })) as Declared;
  // Barred is barred, also where the receipt cannot be sent.
  const sent = await sendTo(op, actor, made).catch((error: unknown) => {
    op.fault(error, 'a receipt of the voice menu was not sent');
    return null;
  });
  return { kind: 'answered', answer: { kind: 'barred', reference: made.reference, receipt: sent !== null } };
}

/**
 * The receipt goes to the other contact of the holder. It was given for what the caller had just proven; where the case keeps a stronger
 * one, this opens nothing and is not sent.
 */
async function sendTo(op: Operations, actor: Subscriber, made: Declared): Promise<string | null> {
  const { caseId, receiptSecret: secret } = made;
  const found = await findCase(op.pool, { caseId });
  if (found === null || !receiptMatches(secret, found.receiptHash)) return null;
  return deliverReceipt(op, actor, found, { secret, validateOnly: false, orToLine: false });
}

/** The public declaration. A call makes one, under a reference that was drawn when it began: repeating makes no other. */
async function declareOnce(
  op: Operations,
  { visitor }: Caller,
  { number, reference }: { readonly number: Msisdn; readonly reference: string },
): Promise<MenuOutcome> {
  if ((await findDeclaration(op.pool, reference)) === null) {
    const name = messages(visitor.language).voiceMenu.title;
    await declarePublicly(op, visitor, { number, name, contact: '', reason: null, endOn: null, reference });
  }
  return { kind: 'answered', answer: { kind: 'declared', reference } };
}
