/** A command as the simulator understood it; what fault injection decides by. */
export interface SimulatedCommand {
  readonly channel: 'ctrl' | 'vty' | 'gsup';
  readonly action:
    | 'lookup'
    | 'create'
    | 'delete'
    | 'access_mode'
    | 'remove_keys'
    | 'cancel_location'
    | 'other';
  /** Empty if the command names none. */
  readonly imsi: string;
}

/**
 * - `answer`: as OsmoHLR would;
 * - `refuse`: an error answer and no effect;
 * - `silent`: the effect, but no answer; `lost`: neither;
 * - `garbage`: the effect, then bytes of no protocol; `nul`: the effect, and an answer with a NUL byte in it;
 * - `cut`: the effect, then half of the answer and the end of the connection.
 */
export type Behaviour = 'answer' | 'refuse' | 'silent' | 'lost' | 'garbage' | 'nul' | 'cut';

export interface Faults {
  /** Milliseconds until the answer leaves; the effect is at once. */
  readonly latency?: (command: SimulatedCommand) => number;
  readonly behaviour?: (command: SimulatedCommand) => Behaviour;
}

/** What commands did to one IMSI, counted at the peer. `deleted` counts only when there was something to delete. */
export interface Effects {
  lookups: number;
  barred: number;
  restored: number;
  keysRemoved: number;
  deleted: number;
  cancelRequested: number;
  cancelAcknowledged: number;
}

export interface SimulatedSubscriber {
  readonly id: number;
  readonly imsi: string;
  msisdn: string | null;
  cs: boolean;
  ps: boolean;
  vlr: string | null;
  sgsn: string | null;
  purgedCs: boolean;
  purgedPs: boolean;
  keys2g: boolean;
  keys3g: boolean;
}

/** What the three channels share. */
export interface SimulatorState {
  readonly subscribers: Map<string, SimulatedSubscriber>;
  create(imsi: string): SimulatedSubscriber;
  effects(imsi: string): Effects;
  latency(command: SimulatedCommand): number;
  behaviour(command: SimulatedCommand): Behaviour;
  /** Tells the serving nodes that data is withdrawn, as OsmoHLR does on a change of the access mode. */
  deleteData(imsi: string, domains: number): void;
}
