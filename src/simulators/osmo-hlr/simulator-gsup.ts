import type { Socket } from 'node:net';
import { decodeGsup, encodeGsup, GSUP, type GsupMessage } from '../../connectors/osmo-hlr/gsup-codec.ts';
import {
  CCM,
  ccmFrame,
  IPA,
  IpaReader,
  identityName,
  identityRequest,
  ipaFrame,
} from '../../connectors/osmo-hlr/ipa.ts';
import { Outbox } from './simulator-outbox.ts';
import type { Behaviour, SimulatedSubscriber, SimulatorState } from './simulator-state.ts';

interface Peer {
  readonly outbox: Outbox;
  name: string | null;
  /** It made a location update, so it is a VLR or SGSN and is told of changes. */
  serving: boolean;
}

/** GMM causes (TS 24.008 section 10.5.5.14) with which OsmoHLR refuses a location update. */
const CAUSE = { imsiUnknown: 2, gprsNotAllowed: 7, plmnNotAllowed: 11 } as const;

/** In an IPA frame: behind the header (3 bytes), the extension, the type, the IMSI's tag and length, and two digits. */
const SECOND_IMSI_BYTE = 8;

/** The GSUP channel of the simulator: identity, location updates, and routing between peers by name. */
export class GsupRouter {
  readonly #state: SimulatorState;
  readonly #peers = new Set<Peer>();
  /** One route a name, to the first that took it, as in OsmoHLR. */
  readonly #routes = new Map<string, Peer>();
  /** Faults that wait for a serving node's answer. */
  readonly #answerFaults = new Map<string, Behaviour>();

  constructor(state: SimulatorState) {
    this.#state = state;
  }

  serve(socket: Socket): void {
    const peer: Peer = { outbox: new Outbox(socket, false), name: null, serving: false };
    const reader = new IpaReader(4_096, [IPA.osmo, IPA.ccm]);
    this.#peers.add(peer);
    peer.outbox.write(identityRequest());
    socket.on('data', (chunk) => {
      try {
        for (const { stream, payload } of reader.read(chunk)) {
          if (stream === IPA.ccm) this.#manage(peer, payload);
          else if (payload[0] === IPA.gsup) this.#receive(peer, payload.subarray(1));
        }
      } catch {
        socket.destroy();
      }
    });
    socket.on('close', () => {
      this.#peers.delete(peer);
      if (peer.name !== null && this.#routes.get(peer.name) === peer) this.#routes.delete(peer.name);
    });
  }

  deleteData(imsi: string, domains: number): void {
    for (const peer of this.#peers)
      for (let i = 0; peer.serving && i < domains; i++)
        this.#send(peer, { type: GSUP.deleteDataRequest, imsi });
  }

  #manage(peer: Peer, payload: Buffer): void {
    if (payload[0] === CCM.ping) peer.outbox.write(ccmFrame(CCM.pong));
    else if (payload[0] === CCM.identityResponse) {
      peer.name = identityName(payload);
      if (peer.name !== null && !this.#routes.has(peer.name)) this.#routes.set(peer.name, peer);
    }
  }

  #receive(peer: Peer, gsup: Buffer): void {
    const message = decodeGsup(gsup);
    if (message.destinationName !== undefined) this.#route(peer, message, gsup);
    else if (message.type === GSUP.updateLocationRequest) this.#updateLocation(peer, message);
    else if (message.type === GSUP.insertDataResult)
      this.#send(peer, { type: GSUP.updateLocationResult, imsi: message.imsi });
    else if (message.type === GSUP.purgeMsRequest) this.#purge(peer, message);
  }

  /** Passes a message on to the peer that its destination names, or tells its sender that there is none. */
  #route(from: Peer, message: GsupMessage, gsup: Buffer): void {
    const node = message.destinationName!;
    const to = this.#routes.get(node);
    if (message.type !== GSUP.locationCancelRequest) {
      const fault = this.#answerFaults.get(faultKey(message.imsi, message.sourceName));
      this.#answerFaults.delete(faultKey(message.imsi, message.sourceName));
      if (message.type === GSUP.locationCancelResult) this.#state.effects(message.imsi).cancelAcknowledged++;
      to?.outbox.answer(gsupFrame(gsup), fault ?? 'answer', 0, SECOND_IMSI_BYTE);
      return;
    }
    const command = { channel: 'gsup', action: 'cancel_location', imsi: message.imsi } as const;
    const behaviour = this.#state.behaviour(command);
    if (behaviour === 'lost') return;
    const latency = this.#state.latency(command);
    if (to && behaviour !== 'refuse') {
      this.#state.effects(message.imsi).cancelRequested++;
      // The node does it; the fault meets its answer on the way back.
      if (behaviour !== 'answer') this.#answerFaults.set(faultKey(message.imsi, node), behaviour);
      to.outbox.answer(gsupFrame(gsup), 'answer', latency, 0);
    } else if (message.sourceName) {
      const error = {
        type: GSUP.routingError,
        imsi: message.imsi,
        sourceName: node,
        destinationName: message.sourceName,
      };
      from.outbox.answer(gsupFrame(encodeGsup(error)), 'answer', latency, 0);
    }
  }

  #updateLocation(peer: Peer, message: GsupMessage): void {
    const { imsi } = message;
    const domain = message.domain ?? 'ps';
    peer.serving = true;
    const subscriber = this.#state.subscribers.get(imsi);
    const cause = whyNot(subscriber, domain);
    if (!subscriber || cause !== null) {
      this.#send(peer, { type: GSUP.updateLocationError, imsi, cause: cause ?? CAUSE.imsiUnknown });
      return;
    }
    if (domain === 'cs') subscriber.vlr = peer.name;
    else subscriber.sgsn = peer.name;
    this.#send(peer, { type: GSUP.insertDataRequest, imsi, domain });
  }

  #purge(peer: Peer, message: GsupMessage): void {
    const { imsi } = message;
    const subscriber = this.#state.subscribers.get(imsi);
    if (!subscriber) {
      this.#send(peer, { type: GSUP.purgeMsError, imsi, cause: CAUSE.imsiUnknown });
      return;
    }
    if (message.domain === 'ps') subscriber.purgedPs = true;
    else subscriber.purgedCs = true;
    this.#send(peer, { type: GSUP.purgeMsResult, imsi });
  }

  #send(peer: Peer, message: GsupMessage): void {
    peer.outbox.write(gsupFrame(encodeGsup(message)));
  }
}

const gsupFrame = (gsup: Buffer): Buffer => ipaFrame(IPA.osmo, Buffer.concat([Buffer.of(IPA.gsup), gsup]));

const faultKey = (imsi: string, node: string | undefined): string => `${imsi} ${node}`;

function whyNot(subscriber: SimulatedSubscriber | undefined, domain: 'cs' | 'ps'): number | null {
  if (!subscriber) return CAUSE.imsiUnknown;
  if (domain === 'cs' && !subscriber.cs) return CAUSE.plmnNotAllowed;
  if (domain === 'ps' && !subscriber.ps) return CAUSE.gprsNotAllowed;
  return null;
}
