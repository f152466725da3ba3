import type { ChannelBlock } from '../operations/channels/channel-blocks.ts';
import { csvCell } from './csv-cell.ts';

/** What is blocked, as CSV (RFC 4180) that can be imported elsewhere. */
export async function* blockCsv(blocks: AsyncIterable<ChannelBlock>): AsyncGenerator<string> {
  yield 'kind,value,note,source,added_at\r\n';
  for await (const { key, note, source, addedAt } of blocks) {
    const colon = key.indexOf(':');
    const cells = [key.slice(0, colon), key.slice(colon + 1), note, source, addedAt.toISOString()];
    yield `${cells.map(csvCell).join()}\r\n`;
  }
}
