import { STAGE_NAMES } from '../../domain/cases/termination.ts';

/** The places in a stage at which a crash matters; a test kills the process at each of them. */
export const FAULT_MOMENTS = [
  'claimed', // leased, nothing done
  'before_effect',
  'after_effect', // the peer acted, nothing is recorded
  'before_commit',
  'in_commit', // written, not committed
  'after_commit',
] as const;
export type FaultMoment = (typeof FAULT_MOMENTS)[number];

export type FaultPoint = (stage: string, moment: FaultMoment) => void | Promise<void>;

/** Passes the same fault point for many cases. Only tests hold one there: nothing is awaited a dozen times a line for nothing. */
export async function reachAll(
  fault: FaultPoint,
  stages: readonly string[],
  moment: FaultMoment,
): Promise<void> {
  for (const stage of stages) {
    const held = fault(stage, moment);
    if (held !== undefined) await held;
  }
}

/** Every fault point by name, e.g. `remove:after_effect`. */
export const FAULT_POINTS: readonly string[] = STAGE_NAMES.flatMap((stage) =>
  FAULT_MOMENTS.map((moment) => `${stage}:${moment}`),
);

/** In production: nothing. With HANDBACK_FAULT=stage:moment the process ends there as if the power went, once a point. */
export function faultPointsFrom(name: string | undefined): FaultPoint {
  if (name === undefined || name === '') return () => undefined;
  if (!FAULT_POINTS.includes(name)) throw new Error(`no such fault point: ${name}`);
  return (stage, moment) => {
    if (`${stage}:${moment}` === name) process.kill(process.pid, 'SIGKILL');
  };
}
