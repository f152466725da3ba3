import { setTimeout as delay } from 'node:timers/promises';
import { CtrlClient } from '../../connectors/osmo-hlr/ctrl-client.ts';
import { type OsmoHlrProcess, startOsmoHlr } from '../osmo-hlr/process.ts';
import {
  type BaseStationController,
  startBaseStationController,
} from '../phone/a/base-station-controller.ts';
import { type BaseStation, startBaseStation } from '../phone/gb/base-station.ts';
import { testImei } from '../phone/mobile-identity.ts';
import { type Phone, phoneOf } from '../phone/phone.ts';
import { PhoneLog } from '../phone/phone-log.ts';
import { ownLoopback } from './daemon.ts';
import { type OsmoMscProcess, startOsmoMsc } from './msc.ts';
import { type OsmoSgsnProcess, startOsmoSgsn } from './sgsn.ts';
import { askVty, VtyConversation } from './vty-conversation.ts';

/** A mobile network of servers that nobody here wrote, with phones at its edge; nothing of ours in between. */
export interface RealNetwork {
  readonly hlr: OsmoHlrProcess;
  /** The serving node of packet data. */
  readonly sgsn: OsmoSgsnProcess;
  /** The serving node of calls and texts. */
  readonly msc: OsmoMscProcess;
  readonly baseStation: BaseStation;
  readonly controller: BaseStationController;
  /** Makes a subscriber in the HLR. @param msisdn with or without its plus */
  addSubscriber(subscriber: { readonly imsi: string; readonly msisdn: string }): Promise<void>;
  /** A phone with that subscriber's card, switched off so far. */
  phone(imsi: string): Phone;
  /** What a serving node itself says of a subscriber, asked at its terminal: the lines of its answer. */
  says(node: 'sgsn' | 'msc', imsi: string): Promise<string[]>;
  /** Ends a serving node as a loss of power does, and brings it back, empty. Its phones are not told. */
  restart(node: 'sgsn' | 'msc'): Promise<void>;
  close(): Promise<void>;
}

/** RFC 4666 section 1.4.8; the address is the network's own. */
const M3UA_PORT = 2905;
const CTRL_TIMEOUT_MS = 10_000;
const PATIENCE_MS = 30_000;
const QUESTIONS = { sgsn: 'show mm-context imsi', msc: 'show subscriber imsi' } as const;

/** Brings it up: HLR, base stations, then the serving nodes. Resolves when the HLR reaches both and phones can attach. */
export async function startRealNetwork(
  options: {
    /** IPA names of the serving nodes, as the HLR shows them. Default `SGSN-1` and `MSC-1`. */
    readonly names?: { readonly sgsn?: string; readonly msc?: string };
  } = {},
): Promise<RealNetwork> {
  const closers: (() => Promise<void> | void)[] = [];
  /** Last first: nobody loses a peer before it is closed itself. */
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const hlr = await startOsmoHlr();
    closers.push(hlr.stop);
    const gsup = { host: hlr.host, port: hlr.ports.gsup };
    const controller = await startBaseStationController({ host: ownLoopback(), port: M3UA_PORT });
    closers.push(controller.close);
    const name = options.names ?? {};
    const msc = await startOsmoMsc({
      hlr: gsup,
      controller: controller.address,
      ...(name.msc ? { name: name.msc } : {}),
    });
    closers.push(msc.stop);
    const sgsn = await startOsmoSgsn({ hlr: gsup, ...(name.sgsn ? { name: name.sgsn } : {}) });
    closers.push(sgsn.stop);
    const baseStation = await startBaseStation({
      sgsn: { host: sgsn.host, port: sgsn.ports.gb },
      host: ownLoopback(),
    });
    closers.push(baseStation.close);
    const ctrl = new CtrlClient({
      connector: 'osmo-hlr/ctrl',
      host: hlr.host,
      port: hlr.ports.ctrl,
      connectTimeoutMs: CTRL_TIMEOUT_MS,
      window: 16,
    });
    closers.push(() => ctrl.close());
    const nodes = { sgsn, msc };
    await Promise.all([registered(hlr, sgsn), registered(hlr, msc), controller.up()]);

    return {
      hlr,
      sgsn,
      msc,
      baseStation,
      controller,
      close,
      async addSubscriber({ imsi, msisdn }) {
        await set(ctrl, 'subscriber.create', imsi);
        await set(ctrl, `subscriber.by-imsi-${imsi}.msisdn`, msisdn.replace(/^\+/, ''));
      },
      phone(imsi) {
        const imei = testImei(imsi);
        const log = new PhoneLog(`phone ${imsi}`);
        const card = { imsi, imei };
        return phoneOf(imsi, imei, baseStation.phone(card, log), controller.phone(card, log));
      },
      says: (node, imsi) => askVty(nodes[node].host, nodes[node].ports.vty, `${QUESTIONS[node]} ${imsi}`),
      async restart(which) {
        const node = nodes[which];
        await node.kill();
        // Or the connection that is about to vanish would be taken for the new one.
        await connected(hlr, node, false);
        if (which === 'msc') await controller.down();
        await node.start();
        await registered(hlr, node);
        if (which === 'msc') await controller.up();
        else await baseStation.connect();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function set(ctrl: CtrlClient, variable: string, value: string): Promise<void> {
  const answer = await ctrl.set(variable, value, CTRL_TIMEOUT_MS);
  if (answer.kind === 'error') throw new Error(`OsmoHLR, ${variable} ${value}: ${answer.value}`);
}

interface Node {
  readonly name: string;
  readonly died: Promise<never>;
}

/** Waits until the HLR has a connection of that node. @throws Error if the node ends, with what it logged */
const registered = (hlr: OsmoHlrProcess, node: Node): Promise<void> =>
  Promise.race([connected(hlr, node, true), node.died]);

/** A line a connection: ` 'MSC-1' from 127.0.0.1:46653, CS=0, PS=0`. */
async function connected(hlr: OsmoHlrProcess, { name }: Node, wanted: boolean): Promise<void> {
  const vty = await VtyConversation.open(hlr.host, hlr.ports.vty);
  const deadline = Date.now() + PATIENCE_MS;
  try {
    for (;;) {
      const lines = await vty.ask('show gsup-connections');
      if (lines.some((line) => line.startsWith(` '${name}' `)) === wanted) return;
      if (Date.now() > deadline)
        throw new Error(`${name} ${wanted ? 'did not connect to' : 'stayed connected to'} the HLR`);
      await delay(10);
    }
  } finally {
    vty.close();
  }
}
