import type { Socket } from 'node:net';
import { Outbox } from './simulator-outbox.ts';
import type { SimulatedCommand, SimulatorState } from './simulator-state.ts';

/** Banner and telnet negotiation as OsmoHLR 1.5 sends them. */
const BANNER = Buffer.concat([
  Buffer.from('Welcome to the OsmoHLR VTY interface\r\n\r\nSimulated by Handback\r\n'),
  Buffer.from('fffb01fffb03fffe22fffd1f', 'hex'),
  Buffer.from('OsmoHLR> '),
]);
const PROMPT = 'OsmoHLR# ';
const LONGEST_LINE = 4_096;

/** The VTY channel of the simulator: echo, output, prompt, in the order of the commands. */
export function serveVty(socket: Socket, state: SimulatorState): void {
  const outbox = new Outbox(socket, true);
  let rest = '';
  let enabled = false;
  outbox.write(BANNER);
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) serve(line);
    if (rest.length > LONGEST_LINE) socket.destroy();
  });

  function serve(line: string): void {
    if (!enabled) {
      enabled = line === 'enable';
      outbox.write(Buffer.from(`${line}\r\n${enabled ? PROMPT : 'OsmoHLR> '}`, 'latin1'));
      return;
    }
    const update = /^subscriber imsi (\d+) update (network-access-mode|aud2g|aud3g) (\S+)$/.exec(line);
    const [, imsi = '', setting, value = ''] = update ?? [];
    const action = !setting ? 'other' : setting === 'network-access-mode' ? 'access_mode' : 'remove_keys';
    const command: SimulatedCommand = { channel: 'vty', action, imsi };
    const behaviour = state.behaviour(command);
    const refused = behaviour === 'refuse' || behaviour === 'lost';
    const output = refused
      ? '% Error: the simulator refuses this\r\n'
      : setting
        ? apply(state, imsi, setting, value)
        : '% Unknown command.\r\n';
    const answer = Buffer.from(`${line}\r\n${output || ''}${PROMPT}`, 'latin1');
    const nulAt = line.length + 2 + (output.length > 0 ? 1 : -3);
    outbox.answer(answer, behaviour, state.latency(command), nulAt);
  }
}

/** @returns what the VTY prints: nothing on success. */
function apply(state: SimulatorState, imsi: string, setting: string, value: string): string {
  const subscriber = state.subscribers.get(imsi);
  if (!subscriber) return `% No subscriber for imsi = '${imsi}'\r\n`;
  const effects = state.effects(imsi);
  if (setting !== 'network-access-mode') {
    if (value !== 'none') return '% Unknown command.\r\n';
    if (setting === 'aud2g') subscriber.keys2g = false;
    else subscriber.keys3g = false;
    effects.keysRemoved++;
    return '';
  }
  if (!['none', 'cs', 'ps', 'cs+ps'].includes(value)) return '% Unknown command.\r\n';
  const cs = value.includes('cs');
  const ps = value.includes('ps');
  const withdrawn = Number(subscriber.cs && !cs) + Number(subscriber.ps && !ps);
  subscriber.cs = cs;
  subscriber.ps = ps;
  if (value === 'none') effects.barred++;
  else effects.restored++;
  if (withdrawn > 0) state.deleteData(imsi, withdrawn);
  return '';
}
