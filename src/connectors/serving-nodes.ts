import type { NodeRef } from '../ports/hlr.ts';
import type { ServingNode, ServingNodes } from '../ports/serving-node.ts';

/** One row of the node table: how the nodes of this name are asked. */
export interface AskableNode {
  /** The name that the HLR gives; `*` stands for any characters. */
  readonly name: string;
  readonly node: ServingNode;
}

/** The node table: the first row that fits a node says how it is asked. */
export function servingNodesOf(rows: readonly AskableNode[]): ServingNodes {
  const patterns = rows.map((row) => ({ ...row, pattern: patternOf(row.name) }));
  return {
    callTimeoutMs: Math.max(0, ...rows.map(({ node }) => node.callTimeoutMs)),
    find: ({ domain, name }: NodeRef) =>
      patterns.find((row) => row.node.domain === domain && row.pattern.test(name))?.node ?? null,
    async close() {
      await Promise.all(rows.map(({ node }) => node.close()));
    },
  };
}

function patternOf(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
