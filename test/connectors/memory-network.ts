import type { Imsi } from '../../src/domain/values/imsi.ts';
import type { Msisdn } from '../../src/domain/values/msisdn.ts';
import { ConnectorError, type ConnectorFault } from '../../src/ports/connector-error.ts';
import type { AnswerMeaning, Hlr, HlrSubscriber, NetworkAnswer, ServingNode } from '../../src/ports/hlr.ts';
import type {
  Asked,
  CancelBehaviour,
  Domain,
  HlrNetwork,
  ServingNodeUnderTest,
} from './contracts/hlr-network.ts';

interface Subscriber {
  readonly msisdn: Msisdn | null;
  csEnabled: boolean;
  psEnabled: boolean;
  readonly nodes: Map<Domain, string>;
}

interface Node {
  readonly asked: Asked[];
  readonly serving: Map<Imsi, Domain>;
  cancel(asked: Asked): Promise<CancelBehaviour>;
}

const ELEMENT = 'memory';

/** A network that is only variables: as little as a driver of the `Hlr` port can be. */
export class MemoryNetwork implements HlrNetwork {
  readonly subscribers = new Map<Imsi, Subscriber>();
  readonly #nodes = new Map<string, Node>();
  readonly #late: ((how: 'acknowledge' | 'refuse', imsi: Imsi) => void)[] = [];

  connect({ callTimeoutMs = 10_000 }: { readonly callTimeoutMs?: number } = {}): Hlr {
    let closed = false;
    const begin = (imsi: Imsi, ...texts: string[]) => {
      if (closed) throw fault('unavailable', 'closed');
      if (!/^\d+$/.test(imsi) || texts.some((text) => text.includes('\0')))
        throw fault('refused', 'argument_not_allowed');
      const answers: NetworkAnswer[] = [];
      const note = (request: string, text: string, meaning: AnswerMeaning, element = ELEMENT): void => {
        const answer = Buffer.from(text);
        answers.push({
          element,
          interface: 'memory',
          request: `${request} ${imsi}`,
          answer,
          meaning,
          at: new Date(),
        });
      };
      return { answers, note, subscriber: this.subscribers.get(imsi) };
    };
    const setMode = (imsi: Imsi, cs: boolean, ps: boolean, meaning: AnswerMeaning) => {
      const { answers, note, subscriber } = begin(imsi);
      note('mode', `${imsi} ${cs} ${ps}`, subscriber === undefined ? 'subscriber_absent' : meaning);
      if (subscriber === undefined) throw fault('refused', 'subscriber_absent', answers);
      Object.assign(subscriber, { csEnabled: cs, psEnabled: ps });
      return { value: undefined, answers };
    };
    return {
      element: ELEMENT,
      callTimeoutMs,
      lookup: async (imsi) => {
        const { answers, note, subscriber } = begin(imsi);
        note('lookup', imsi, subscriber === undefined ? 'subscriber_absent' : 'subscriber_found');
        return { value: subscriber === undefined ? null : view(imsi, subscriber), answers };
      },
      bar: async (imsi) => {
        const reply = setMode(imsi, false, false, 'access_refused');
        for (const [domain, name] of this.subscribers.get(imsi)!.nodes)
          this.#nodes.get(name)?.asked.push({ what: 'refuse_service', imsi, domain });
        return reply;
      },
      unbar: async ({ imsi, csEnabled, psEnabled }) => setMode(imsi, csEnabled, psEnabled, 'access_restored'),
      cancelLocation: async (imsi, { name, domain }) => {
        const { answers, note } = begin(imsi, name);
        const asked: Asked = { what: 'cancel_location', imsi, domain };
        const how = await within(
          callTimeoutMs,
          this.#nodes.get(name)?.cancel(asked) ?? Promise.resolve('refuse'),
        );
        const confirmed = how !== 'ignore' && how !== 'refuse';
        note(
          'cancel',
          how === 'ignore' ? '' : how,
          confirmed ? 'location_cancelled' : 'location_unconfirmed',
          confirmed ? name : ELEMENT,
        );
        return { value: { confirmed }, answers };
      },
      remove: async (imsi) => {
        const { answers, note, subscriber } = begin(imsi);
        if (subscriber !== undefined) {
          note('keys', imsi, 'keys_removed');
          note('delete', imsi, 'subscriber_deleted');
          this.subscribers.delete(imsi);
        }
        note('lookup', imsi, 'subscriber_absent');
        return { value: { existed: subscriber !== undefined }, answers };
      },
      close: async () => {
        closed = true;
      },
    };
  }

  async createSubscriber(imsi: Imsi, msisdn?: string): Promise<void> {
    const number = msisdn === undefined ? null : (`+${msisdn}` as Msisdn);
    this.subscribers.set(imsi, { msisdn: number, csEnabled: true, psEnabled: true, nodes: new Map() });
  }

  async servingNode(
    name: string,
    onCancel: (asked: Asked) => CancelBehaviour = () => 'acknowledge',
  ): Promise<ServingNodeUnderTest> {
    const asked: Asked[] = [];
    const serving = new Map<Imsi, Domain>();
    const cancel = (one: Asked): Promise<CancelBehaviour> => {
      asked.push(one);
      const how = onCancel(one);
      if (how !== 'ignore') {
        if (how !== 'refuse') serving.delete(one.imsi);
        return Promise.resolve(how);
      }
      return new Promise((resolve) =>
        this.#late.push((late, about) => {
          if (about === one.imsi) resolve(late);
        }),
      );
    };
    this.#nodes.set(name, { asked, serving, cancel });
    return {
      name,
      serves: (imsi) => serving.has(imsi),
      asked: () => asked,
      attach: async (imsi, domain) => {
        const subscriber = this.subscribers.get(imsi);
        if (!(domain === 'cs' ? subscriber?.csEnabled : subscriber?.psEnabled)) return false;
        subscriber!.nodes.set(domain, name);
        serving.set(imsi, domain);
        return true;
      },
      purge: async (imsi) => serving.delete(imsi),
      answerLate: (one, how, imsi = one.imsi) => {
        for (const answer of this.#late) answer(how, imsi);
      },
      close: async () => void this.#nodes.delete(name),
    };
  }

  isAbout(answer: NetworkAnswer, imsi: Imsi): boolean {
    return Buffer.from(answer.answer).includes(imsi);
  }

  async stop(): Promise<void> {}
}

function view(imsi: Imsi, { msisdn, csEnabled, psEnabled, nodes }: Subscriber): HlrSubscriber {
  const servingNodes: ServingNode[] = [...nodes].map(([domain, name]) => ({ domain, name }));
  return { imsi, msisdn, csEnabled, psEnabled, servingNodes };
}

const fault = (
  kind: ConnectorFault,
  detail: string,
  answers: readonly NetworkAnswer[] = [],
): ConnectorError => new ConnectorError(ELEMENT, kind, detail, answers);

/** `ignore` where the answer does not come in time. */
async function within(ms: number, answer: Promise<CancelBehaviour>): Promise<CancelBehaviour> {
  const { promise, resolve } = Promise.withResolvers<CancelBehaviour>();
  const timer = setTimeout(() => resolve('ignore'), ms);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}
