import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { json as bodyOf } from 'node:stream/consumers';

type Row = Record<string, unknown>;

/** One request as it came. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Row | null;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Whether it has PyHSS's own header; `true` if not set. */
  readonly isOfPyHss?: boolean;
}

/** - an answer: that one instead; `cut`: the request is carried out, and the connection ends; `silent`: neither. */
export type ApiFault = SimulatedAnswer | 'cut' | 'silent';

export interface PyHssSimulator {
  readonly host: string;
  readonly port: number;
  /** Its address, in the form of HANDBACK_HLR_PROVISIONING. */
  readonly url: URL;
  readonly requests: readonly ApiRequest[];
  /** Cancel-Locations that it would have sent. */
  readonly pushed: readonly Row[];
  /** @returns the row of the subscriber */
  createSubscriber(given: { readonly imsi: string; readonly msisdn?: string; readonly nam?: number }): Row;
  createIms(given: { readonly imsi: string; readonly msisdn: string }): void;
  subscriber(imsi: string): Row | undefined;
  keysOf(imsi: string): Row | undefined;
  readonly imsRows: ReadonlyMap<number, Row>;
  /** An Update-Location by an MME; `false` if the subscriber may not attach (`lib/diameter.py`, `Answer_16777251_318`). */
  attach(imsi: string, mme: string, realm: string): boolean;
  /** The MME dropped the subscriber on its own (`lib/diameter.py`, `Answer_16777251_321`). */
  purge(imsi: string): boolean;
  /** Replaces what was injected before; null: the request is answered as it should be. */
  inject(fault: (request: ApiRequest) => ApiFault | null): void;
  close(): Promise<void>;
}

export interface PyHssOptions {
  readonly host?: string;
  /** `hss.lock_provisioning` with this key. */
  readonly provisioningKey?: string;
  /** TLS of a proxy before it, which lets only known clients in. */
  readonly tls?: { readonly certPem: string; readonly keyPem: string; readonly clientCaPem: string };
  /** MMEs and relays that are connected to it; it sends to no other. Default: whomever it is asked for. */
  readonly peers?: readonly string[];
}

const ORIGIN_HOST = 'hss01';
/** What `handle_exception` makes of a row that is not there: nothing. */
const NOTHING: SimulatedAnswer = { status: 200, body: null };
const OK: SimulatedAnswer = { status: 200, body: { Result: 'OK' } };

/**
 * The part of PyHSS's API that Handback uses, in this process, with the answers of its source: `services/apiService.py` for
 * routes and errors, `lib/database.py` for rows.
 */
export async function startPyHssSimulator(options: PyHssOptions = {}): Promise<PyHssSimulator> {
  const host = options.host ?? '127.0.0.1';
  const subscribers = new Map<number, Row>();
  const keys = new Map<number, Row>();
  const ims = new Map<number, Row>();
  const requests: ApiRequest[] = [];
  const pushed: Row[] = [];
  let ids = 0;
  let fault: (request: ApiRequest) => ApiFault | null = () => null;

  /** SQLAlchemy's `one()`: no row and several rows are both an error. */
  const one = (table: ReadonlyMap<number, Row>, column: string, value: string): Row | null => {
    const found = [...table.values()].filter((row) => row[column] === value);
    return found.length === 1 ? found[0]! : null;
  };
  const subscriberOf = (imsi: string) => one(subscribers, 'imsi', imsi);
  const row = (found: Row | null | undefined): SimulatedAnswer =>
    found == null ? NOTHING : { status: 200, body: found };
  const removal = (table: Map<number, Row>, id: number): SimulatedAnswer => (table.delete(id) ? OK : NOTHING);

  const push = (imsi: string, body: Row): SimulatedAnswer => {
    const peer = String(body['diameterPeer']);
    if (options.peers !== undefined && !options.peers.includes(peer))
      return { status: 400, body: { result: `Failed queueing CLR to ${peer}` } };
    pushed.push({ imsi, ...body });
    const found = subscriberOf(imsi);
    if (found === null)
      return { status: 200, body: { result: 'Failed', Reason: 'Unable to send CLR: No row was found' } };
    if (found['serving_mme'] === body['DestinationHost']) serveBy(found, null, null);
    return { status: 200, body: { result: `Successfully queued CLR to ${peer}` } };
  };

  const patch = (id: number, body: Row): SimulatedAnswer => {
    const found = subscribers.get(id);
    if (found === undefined) return NOTHING;
    Object.assign(found, body);
    // After the commit it reads the IMSI from the body, to tell 2G of the change.
    if (body['enabled'] === true && body['imsi'] === undefined)
      return { status: 500, body: { result: 'Failed', reason: "An internal server error occurred: 'imsi'" } };
    return row(found);
  };

  const carryOut = ({ method, path, body }: ApiRequest): SimulatedAnswer => {
    const [, table = '', what = '', value = ''] = path.replace(/\?.*$/, '').split('/');
    const id = Number(what);
    switch (`${method} /${table}`) {
      case 'GET /apn':
        return { status: 200, body: what === 'list' ? [{ apn_id: 1, apn: 'internet' }] : null };
      case 'GET /subscriber':
        if (what === 'list') return listed(path);
        return row(
          what === 'imsi' || what === 'msisdn' ? one(subscribers, what, value) : subscribers.get(id),
        );
      case 'PATCH /subscriber':
        return patch(id, body ?? {});
      case 'DELETE /subscriber':
        return removal(subscribers, id);
      case 'GET /auc':
        return row(what === 'imsi' ? one(keys, 'imsi', value) : keys.get(id));
      case 'DELETE /auc':
        return deleteKeys(id);
      case 'GET /ims_subscriber': {
        const found = one(ims, what.replace('ims_subscriber_', ''), value);
        // Its own handler gives the status twice, and the outer one wins.
        return found === null ? { status: 400, body: null } : row(found);
      }
      case 'DELETE /ims_subscriber':
        return removal(ims, id);
      case 'PUT /push':
        return push(value, body ?? {});
      default:
        return { status: 404, body: { Result: 'Not Found' } };
    }
  };

  /** `getAllPaginated` (`lib/database.py`): by the order of the table, cut by page. */
  const listed = (path: string): SimulatedAnswer => {
    const query = new URL(path, 'http://simulator').searchParams;
    const size = Number(query.get('page_size'));
    const from = Number(query.get('page')) * size;
    return { status: 200, body: [...subscribers.values()].slice(from, from + size) };
  };

  const deleteKeys = (id: number): SimulatedAnswer => {
    const isInUse = [...subscribers.values()].some((subscriber) => subscriber['auc_id'] === id);
    const reason = 'A database integrity error occurred: (IntegrityError) FOREIGN KEY constraint failed';
    return isInUse ? { status: 400, body: { result: 'Failed', reason } } : removal(keys, id);
  };

  const isLocked = (request: IncomingMessage): boolean =>
    options.provisioningKey !== undefined &&
    request.method !== 'GET' &&
    request.headers['provisioning-key'] !== options.provisioningKey;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = request.headers['content-length'] === undefined ? null : ((await bodyOf(request)) as Row);
    const asked: ApiRequest = { method: request.method ?? '', path: request.url ?? '', body };
    requests.push(asked);
    const answer = (status: number, text: string, isOfPyHss = true): void => {
      response.writeHead(status, {
        'Content-Type': 'application/json',
        ...(isOfPyHss && { HSS: ORIGIN_HOST }),
      });
      response.end(text);
    };
    const injected = fault(asked);
    if (injected === 'silent') return;
    if (isLocked(request)) {
      answer(401, JSON.stringify({ Result: 'Unauthorized - Provisioning-Key Invalid' }));
      return;
    }
    if (injected !== null && injected !== 'cut') {
      answer(injected.status, textOf(injected.body), injected.isOfPyHss ?? true);
      return;
    }
    const { status, body: found } = carryOut(asked);
    if (injected === 'cut') request.socket.destroy();
    else answer(status, `${JSON.stringify(found)}\n`);
  };

  const { tls } = options;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response).catch(() => request.socket.destroy());
  };
  const server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer(
          { cert: tls.certPem, key: tls.keyPem, ca: tls.clientCaPem, requestCert: true },
          listener,
        );
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const key = options.provisioningKey === undefined ? '' : `:${options.provisioningKey}@`;

  return {
    host,
    port,
    url: new URL(`${tls === undefined ? 'pyhss' : 'pyhss+https'}://${key}${host}:${port}`),
    requests,
    pushed,
    imsRows: ims,
    createSubscriber: ({ imsi, msisdn = null, nam = 0 }) => {
      const aucId = ++ids;
      const subscriberId = ++ids;
      keys.set(aucId, { auc_id: aucId, imsi, amf: '8000', sqn: 99 });
      const made: Row = { subscriber_id: subscriberId, imsi, enabled: true, auc_id: aucId, msisdn, nam };
      subscribers.set(subscriberId, serveBy(made, null, null));
      return made;
    },
    createIms: ({ imsi, msisdn }) => {
      const id = ++ids;
      ims.set(id, { ims_subscriber_id: id, imsi, msisdn });
    },
    subscriber: (imsi) => subscriberOf(imsi) ?? undefined,
    keysOf: (imsi) => one(keys, 'imsi', imsi) ?? undefined,
    attach: (imsi, mme, realm) => {
      const found = subscriberOf(imsi);
      if (found === null || found['enabled'] !== true) return false;
      serveBy(found, mme, realm);
      return true;
    },
    purge: (imsi) => {
      const found = subscriberOf(imsi);
      if (found === null) return false;
      serveBy(found, null, null);
      return true;
    },
    inject: (next) => {
      fault = next;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** `Update_Serving_MME` (`lib/database.py`): who serves, and the Diameter peer on the way, with the HSS behind it. */
function serveBy(row: Row, mme: string | null, realm: string | null): Row {
  return Object.assign(row, {
    serving_mme: mme,
    serving_mme_realm: realm,
    serving_mme_peer: mme === null ? null : `${mme};${ORIGIN_HOST}`,
  });
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : `${JSON.stringify(body)}\n`);
