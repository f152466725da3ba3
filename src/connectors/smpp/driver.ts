import type { Pdu } from 'smpp';
import type { ConnectorFault } from '../../ports/connector-error.ts';
import { DeliveryError, type PartIds, type PartsTaken, type Trouble } from '../../ports/delivery-error.ts';
import type { ReceiptTaker, Sms, SmsMessage, TextTaker } from '../../ports/sms.ts';
import { hostOf } from '../address.ts';
import type { Surroundings } from '../driver.ts';
import { statusCode } from './codes.ts';
import { encodeMessage } from './encoding.ts';
import { partIdOf } from './receipt.ts';
import { SmppSession } from './session.ts';

export interface SmppConfig {
  readonly host: string;
  /** Default 2775. */
  readonly port?: number;
  readonly systemId: string;
  readonly password: string;
  readonly systemType?: string;
  /** The sender that people see: a short code or number (digits), or up to 11 letters. */
  readonly source: string;
  /** Bounds `send`, in milliseconds. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** For TCP and bind together, in milliseconds. Default 3,000. */
  readonly connectTimeoutMs?: number;
  /** Submits in flight; the message centre's own limit, often 10, must not be lower. Default 10. */
  readonly window?: number;
  /** Milliseconds between keep-alives. Default 30,000. */
  readonly enquireLinkMs?: number;
  /** Names this message centre in errors. Default `smpp`. */
  readonly connector?: string;
  /** Whether it is asked to say what became of each part. Default true. */
  readonly receipts?: boolean;
}

/** Type of number and numbering plan. SMPP 3.4 sections 5.2.5 and 5.2.6. */
const TON = { unknown: 0, international: 1, alphanumeric: 5 } as const;
const NPI = { unknown: 0, isdn: 1 } as const;

/** SMPP 3.4 section 5.2.17: a receipt of the centre, whether the text arrived or not. */
const RECEIPT = 0x01;

/** A message centre behind the `Sms` port, over SMPP 3.4 as one bound transceiver, made on first use. */
export function createSmppSms(config: SmppConfig): Sms {
  const connector = config.connector ?? 'smpp';
  const callTimeoutMs = config.callTimeoutMs ?? 10_000;
  const session = new SmppSession({
    connector,
    host: config.host,
    port: config.port ?? 2775,
    systemId: config.systemId,
    password: config.password,
    systemType: config.systemType ?? '',
    connectTimeoutMs: config.connectTimeoutMs ?? 3_000,
    window: config.window ?? 10,
    enquireLinkMs: config.enquireLinkMs ?? 30_000,
  });
  const source = /^\d+$/.test(config.source)
    ? { source_addr: config.source, source_addr_ton: TON.unknown, source_addr_npi: NPI.isdn }
    : { source_addr: config.source, source_addr_ton: TON.alphanumeric, source_addr_npi: NPI.unknown };

  async function send(message: SmsMessage): Promise<{ readonly parts: number; readonly partIds: PartIds }> {
    const { to, text, reference, urgent = false } = message;
    const encoded = encodeMessage(text, reference);
    if (!encoded) throw session.fault('refused', 'text_too_long', 'message');
    const { parts } = encoded;
    const fields = {
      ...source,
      destination_addr: to.slice(1),
      dest_addr_ton: TON.international,
      dest_addr_npi: NPI.isdn,
      esm_class: encoded.esmClass,
      data_coding: encoded.dataCoding,
      registered_delivery: config.receipts === false ? 0 : RECEIPT,
    };
    const before = takenBefore(message, parts.length);
    const outcomes = await Promise.allSettled(
      parts.map((part, i) =>
        before[i] ? null : session.submit({ ...fields, short_message: part }, callTimeoutMs, urgent),
      ),
    );
    const failures = outcomes.map(failure);
    const decisive = worst(failures.filter((one) => one !== null));
    const partIds = outcomes.map(idOf);
    if (decisive === null) return { parts: parts.length, partIds };
    throw new DeliveryError(connector, decisive.fault, decisive.detail, {
      trouble: decisive.trouble,
      partsTaken: failures.map((one) => one === null),
      partIds,
      cause: decisive.cause,
    });
  }

  const receive = (take: TextTaker, receipts?: ReceiptTaker): void => session.receive(take, receipts);
  return { callTimeoutMs, send, receive, close: async () => session.close() };
}

/** `smpp://SYSTEM_ID:PASSWORD@HOST:PORT[?receipts=no]`; the sender comes from its own setting. */
export function smppFromUrl(url: URL, { smsSender }: Surroundings): Sms {
  return createSmppSms({
    host: hostOf(url),
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    systemId: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    source: smsSender,
    receipts: url.searchParams.get('receipts') !== 'no',
  });
}

/** Another version may have cut the text in other places: then nothing of it counts as taken. */
function takenBefore({ partsTaken }: SmsMessage, parts: number): PartsTaken {
  return partsTaken?.length === parts ? partsTaken : [];
}

/** How the centre calls a part that it took; null for one that it did not take now, and where it names none. */
function idOf(outcome: PromiseSettledResult<Pdu | null>): string | null {
  if (outcome.status === 'rejected' || outcome.value === null || outcome.value.command_status !== 0)
    return null;
  return partIdOf(outcome.value.message_id ?? '');
}

interface Failure {
  readonly fault: ConnectorFault;
  readonly trouble: Trouble;
  readonly detail: string;
  readonly cause?: unknown;
}

function failure(outcome: PromiseSettledResult<Pdu | null>): Failure | null {
  if (outcome.status === 'fulfilled') {
    const status = outcome.value?.command_status ?? 0;
    if (status === 0) return null;
    return statusCode(status);
  }
  const { reason } = outcome;
  if (!(reason instanceof DeliveryError)) throw reason;
  const { fault, trouble, detail } = reason;
  return { fault, trouble, detail, cause: reason };
}

/** A refused part makes the message useless; otherwise it is the uncertain part that decides when to try again. */
function worst(failures: readonly Failure[]): Failure | null {
  const of = (fault: ConnectorFault): Failure | undefined => failures.find((one) => one.fault === fault);
  return of('refused') ?? of('unknown') ?? failures[0] ?? null;
}
