/** The part of npm `smpp` 0.5.1 that Handback uses; the package has no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  export interface ShortMessage {
    readonly message: string | Buffer;
    readonly udh?: readonly Buffer[];
  }

  export interface Pdu {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly system_id?: string;
    readonly password?: string;
    readonly interface_version?: number;
    readonly source_addr?: string;
    readonly source_addr_ton?: number;
    readonly destination_addr?: string;
    readonly esm_class?: number;
    readonly registered_delivery?: number;
    readonly data_coding?: number;
    readonly short_message?: ShortMessage;
    readonly message_payload?: ShortMessage;
    readonly sar_msg_ref_num?: number;
    readonly sar_total_segments?: number;
    readonly sar_segment_seqnum?: number;
    readonly receipted_message_id?: string;
    readonly message_state?: number;
    /** Type of network in the first octet, the error in the two behind it (SMPP 3.4 section 5.3.2.31). */
    readonly network_error_code?: Buffer;
    readonly message_id?: string;
    isResponse(): boolean;
    /** Throws for commands that have no response, e.g. `alert_notification`. */
    response(options?: Record<string, unknown>): Pdu;
  }

  type Command = (options: Record<string, unknown>, onResponse?: (pdu: Pdu) => void) => boolean;

  /** Emits each PDU under its command's name, and `connect`, `close`, `error`. Response callbacks never fire after a loss. */
  export interface Session extends EventEmitter {
    readonly socket: Socket;
    readonly bind_transceiver: Command;
    readonly submit_sm: Command;
    readonly deliver_sm: Command;
    readonly enquire_link: Command;
    readonly unbind: Command;
    /** `false` if the socket is not writable: nothing was sent. */
    send(pdu: Pdu): boolean;
    close(): void;
    destroy(): void;
  }

  interface PduClass {
    new (bytes: Buffer): Pdu;
    /** Bytes; a longer one ends the connection. */
    maxLength: number;
    /** Reads what is behind the length, which was read before; `false` while not all of it is there. Throws for what it cannot read. */
    fromStream(stream: { read(size: number): Buffer | null }, length: number): Pdu | false;
  }

  interface Smpp {
    readonly PDU: PduClass;
    connect(options: { readonly host: string; readonly port: number }): Session;
    createServer(onSession: (session: Session) => void): NetServer;
  }

  const smpp: Smpp;
  export default smpp;
}
