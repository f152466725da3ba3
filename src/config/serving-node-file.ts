import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { HandbackError } from '../domain/errors.ts';
import { YamlFile } from './yaml-reader.ts';

/** One row of the file: the nodes of a name, and where they are asked. */
export interface ServingNodeRow {
  /** As the HLR names the node; `*` stands for any characters. */
  readonly name: string;
  readonly url: URL;
}

/**
 * Reads the table of the serving nodes that can be asked themselves:
 *
 *     nodes:
 *       - name: SGSN-*
 *         url: osmo-sgsn://10.0.0.7
 *
 * @throws HandbackError `serving_nodes_invalid`; `problems` are all that there are, each with its line
 */
export function readServingNodeFile(path: string): readonly ServingNodeRow[] {
  const file = new YamlFile(basename(path), textOf(path));
  const seen = new Set<string>();
  const rows = file.root.maps('nodes', 'nodes', 0).map((row): ServingNodeRow => {
    const name = row.text('name', { pattern: /^[\x21-\x7e]{1,200}$/, called: 'a name as the HLR gives it' });
    const address = row.text('url');
    row.end();
    const url = URL.parse(address);
    if (url === null || url.host === '') {
      row.problem('is no address like SCHEME://HOST', 'url');
      return { name, url: new URL('none://none') };
    }
    const key = `${url.protocol} ${name}`;
    if (seen.has(key)) row.problem(`names ${name} twice for ${url.protocol}//`, 'name');
    seen.add(key);
    return { name, url };
  });
  file.root.end();
  if (file.problems.length > 0) throw new HandbackError('serving_nodes_invalid', { problems: file.problems });
  return rows;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HandbackError('serving_nodes_invalid', { problems: [`${path}: ${code ?? 'cannot be read'}`] });
  }
}
