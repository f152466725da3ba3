import type { Socket } from 'node:net';
import { IPA, IpaReader, ipaFrame } from '../../connectors/osmo-hlr/ipa.ts';
import { Outbox } from './simulator-outbox.ts';
import type { SimulatedCommand, SimulatedSubscriber, SimulatorState } from './simulator-state.ts';

interface Served {
  readonly command: SimulatedCommand;
  /** Does it and answers `[verb of the answer, text after the id]`. */
  readonly run: () => readonly ['GET_REPLY' | 'SET_REPLY' | 'ERROR', string];
}

/** The CTRL channel of the simulator. */
export function serveCtrl(socket: Socket, state: SimulatorState): void {
  const reader = new IpaReader(16_384, [IPA.osmo]);
  const outbox = new Outbox(socket, false);
  socket.on('data', (chunk) => {
    try {
      for (const { payload } of reader.read(chunk)) {
        if (payload[0] !== IPA.ctrl) throw new Error('not CTRL');
        serve(payload.toString('latin1', 1));
      }
    } catch {
      // As OsmoHLR: a connection with broken framing is closed.
      socket.destroy();
    }
  });

  function serve(text: string): void {
    const [verb, id, variable = '', value = ''] = text.split(' ');
    if (!verb || !id || (verb !== 'GET' && verb !== 'SET')) {
      outbox.write(frame('ERROR err Request type unknown'));
      return;
    }
    const { command, run } = interpret(verb, variable, value, state);
    const behaviour = state.behaviour(command);
    const refused = behaviour === 'refuse' || behaviour === 'lost';
    const [word, rest] = refused ? (['ERROR', 'Error retrieving data from database.'] as const) : run();
    const answer = frame(`${word} ${id} ${rest}`);
    outbox.answer(answer, behaviour, state.latency(command), answer.length - 2);
  }
}

function frame(text: string): Buffer {
  const payload = Buffer.allocUnsafe(text.length + 1);
  payload[0] = IPA.ctrl;
  payload.write(text, 1, 'latin1');
  return ipaFrame(IPA.osmo, payload);
}

function interpret(verb: string, variable: string, value: string, state: SimulatorState): Served {
  const by = /^subscriber\.by-(imsi|msisdn)-(\d+)\.(.+)$/.exec(variable);
  const key = by ? `${verb} ${by[3]}` : `${verb} ${variable}`;
  const imsi = by === null ? value : by[1] === 'imsi' ? by[2]! : (imsiWith(state, by[2]!) ?? '');
  const of = (action: SimulatedCommand['action'], run: Served['run']): Served => ({
    command: { channel: 'ctrl', action, imsi },
    run,
  });
  const found = state.subscribers.get(imsi);
  if (key === 'GET info')
    return of('lookup', () => {
      state.effects(imsi).lookups++;
      return found ? ['GET_REPLY', `${variable} ${info(found)}`] : ['ERROR', 'No such subscriber.'];
    });
  if (key === 'SET msisdn')
    return of('other', () => {
      if (!found) return ['ERROR', 'No such subscriber.'];
      found.msisdn = value === 'none' ? null : value;
      return ['SET_REPLY', `${variable} OK`];
    });
  if (key === 'SET subscriber.create')
    return of('create', () => {
      if (!/^\d{6,15}$/.test(imsi)) return ['ERROR', 'Invalid IMSI value.'];
      if (found) return ['ERROR', 'Subscriber already exists.'];
      return ['SET_REPLY', `${variable} ${state.create(imsi).id}`];
    });
  if (key === 'SET subscriber.delete')
    return of('delete', () => {
      if (!/^\d{6,15}$/.test(imsi)) return ['ERROR', 'Invalid IMSI value.'];
      if (!found) return ['ERROR', "Subscriber doesn't exist."];
      state.subscribers.delete(imsi);
      state.effects(imsi).deleted++;
      return ['SET_REPLY', `${variable} ${found.id}`];
    });
  return of('other', () => ['ERROR', 'Command not found']);
}

function imsiWith(state: SimulatorState, msisdn: string): string | undefined {
  return state.subscribers.values().find((subscriber) => subscriber.msisdn === msisdn)?.imsi;
}

function info(of: SimulatedSubscriber): string {
  const fields: readonly (readonly [string, string | number | null])[] = [
    ['id', of.id],
    ['imsi', of.imsi],
    ['msisdn', of.msisdn],
    ['nam_cs', Number(of.cs)],
    ['nam_ps', Number(of.ps)],
    ['vlr_number', of.vlr],
    ['sgsn_number', of.sgsn],
    ['ms_purged_cs', Number(of.purgedCs)],
    ['ms_purged_ps', Number(of.purgedPs)],
    ['periodic_lu_timer', 0],
    ['periodic_rau_tau_timer', 0],
    ['lmsi', '00000000'],
  ];
  return fields.map(([name, value]) => (value === null ? '' : `\n${name}\t${value}`)).join('');
}
