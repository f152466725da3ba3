import type { Answered } from '../../domain/cases/detachment.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { AnswerMeaning, Hlr, HlrReply, NodeRef } from '../../ports/hlr.ts';
import type { ServingNode } from '../../ports/serving-node.ts';
import type { Smdp } from '../../ports/smdp.ts';
import type { Evidence, StageOutcome, Work, WorkAccess } from '../../store/cases/work.ts';
import { LEASE_SHORT, type StageContext, type StageModule } from '../engine/stage.ts';

/** One case at a stage, with peers that answer only while its lease holds. */
export interface CaseAtStage {
  readonly work: Work;
  readonly context: StageContext;
  readonly hlr: Hlr;
  readonly smdp: Smdp;
  /** The node itself, where somebody said how it can be asked. */
  findNode(node: NodeRef): ServingNode | null;
  /** Kept whatever the outcome. */
  readonly evidence: Evidence[];
  /**
   * Keeps a reply's answers as evidence of an access, and hands on its value.
   * @param as what they mean here, where the stage knows more than the driver
   */
  keep<T>(access: Pick<WorkAccess, 'accessId'>, reply: HlrReply<T>, as?: AnswerMeaning): T;
  /** All that was answered about an access so far, in this stage too. */
  answersOf(access: Pick<WorkAccess, 'accessId'>): readonly Answered[];
}

/**
 * Runs a stage for each case by itself. Failures of a peer become outcomes, with the answers that had come by then:
 * for a line with several accesses, what the first one answered is evidence even if the second was not reached.
 */
export function perCase<Result = undefined>(
  run: (at: CaseAtStage) => Promise<StageOutcome<Result>>,
): StageModule<Result>['run'] {
  return (cases, context) =>
    cases.map(async (work) => {
      const evidence: Evidence[] = [];
      const at: CaseAtStage = {
        work,
        context,
        hlr: whileHeld(work, context.hlr),
        smdp: whileHeld(work, context.smdp),
        evidence,
        findNode: (node) => {
          const found = context.nodes.find(node);
          return found === null ? null : whileHeld(work, found);
        },
        keep: ({ accessId }, { value, answers }, as) => {
          for (const answer of answers)
            evidence.push({ accessId, answer: as === undefined ? answer : { ...answer, meaning: as } });
          return value;
        },
        answersOf: ({ accessId }) => [
          ...work.evidence.filter((row) => row.accessId === accessId),
          ...evidence.flatMap(({ accessId: of, answer: { meaning, node, at } }) =>
            of === accessId ? [{ stage: work.stage, meaning, node: node ?? null, at }] : [],
          ),
        ],
      };
      try {
        return { evidence, ...(await run(at)) };
      } catch (error) {
        if (error instanceof ConnectorError) return outcomeOf(error, work, evidence);
        throw error;
      }
    });
}

/** What a peer's failure means for a case. */
export function outcomeOf(
  error: ConnectorError,
  work: Work,
  before: readonly Evidence[] = [],
): Exclude<StageOutcome, { kind: 'done' }> {
  const accessId = work.accesses[0]?.accessId ?? '';
  const evidence = [...before, ...error.answers.map((answer) => ({ accessId, answer }))];
  switch (error.fault) {
    case 'unavailable':
      return {
        kind: 'retry',
        code: error.detail === LEASE_SHORT ? LEASE_SHORT : `${error.connector}_unavailable`,
        evidence,
      };
    case 'unknown':
      return { kind: 'unknown', code: `${error.connector}_unanswered`, evidence };
    case 'refused':
      return { kind: 'stuck', code: `${error.connector}_refused`, facts: { detail: error.detail }, evidence };
  }
}

/**
 * The same peer, but a call that could outlive the lease fails before it is sent. A process that was paused past its lease
 * must not act at the same time as the next holder; this is checked at every call, not only at the first.
 */
function whileHeld<Peer extends { readonly element: string; readonly callTimeoutMs: number }>(
  work: Work,
  peer: Peer,
): Peer {
  return new Proxy(peer, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (performance.now() + peer.callTimeoutMs < work.leaseEnds) return member.apply(target, args);
        return Promise.reject(new ConnectorError(peer.element, 'unavailable', LEASE_SHORT));
      };
    },
  });
}

/** Waits for all, also where one fails: what the others answered is evidence. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** The HLR has no such subscriber: another system removed it. */
export function isAbsence(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.fault === 'refused' && error.detail === 'subscriber_absent';
}
