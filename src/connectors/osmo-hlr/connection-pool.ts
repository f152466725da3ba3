interface Member<Client> {
  readonly client: Client;
  open: number;
}

/**
 * Several connections as one; the least loaded takes the next command. OsmoHLR reads one CTRL command, or a handful of
 * VTY commands, of each connection in turn: on a single connection the commands of a stage queue behind those of all
 * others, and a VTY command that is slow holds up whatever was sent after it.
 */
export class ConnectionPool<Client extends { close(): void }> {
  readonly #members: readonly Member<Client>[];

  constructor(connections: number, make: () => Client) {
    this.#members = Array.from({ length: Math.max(1, connections) }, () => ({ client: make(), open: 0 }));
  }

  async use<Answer>(call: (client: Client) => Promise<Answer>): Promise<Answer> {
    let member = this.#members[0]!;
    for (const one of this.#members) if (one.open < member.open) member = one;
    member.open++;
    try {
      return await call(member.client);
    } finally {
      member.open--;
    }
  }

  close(): void {
    for (const { client } of this.#members) client.close();
  }
}
