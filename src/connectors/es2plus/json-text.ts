/** Strings and the structure around them; numbers and words do not matter here. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Parses UTF-8 JSON in which no object says the same key twice: `JSON.parse` would keep the last one, and two readers
 * of one answer could read two statuses.
 * @throws SyntaxError
 */
export function parseJsonText(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new SyntaxError('not UTF-8', { cause: error });
  }
  const value: unknown = JSON.parse(text);
  refuseDuplicateKeys(text);
  return value;
}

/** `text` is valid JSON, so a colon always follows a key of the innermost open object. */
function refuseDuplicateKeys(text: string): void {
  const open: Set<string>[] = [];
  let previous = '';
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':') {
      const key: string = JSON.parse(previous);
      const keys = open.at(-1);
      if (keys?.has(key)) throw new SyntaxError('duplicate key');
      keys?.add(key);
    }
    previous = token;
  }
}
