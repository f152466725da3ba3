import { type Column, LINE_COLUMN_NAMES, LINE_COLUMNS } from '../domain/lines/line-columns.ts';

/** The columns of an import as Markdown: docs/reference/import-columns.md, and what `handback import --columns` prints. */
export function columnsReference(): string {
  const rows = LINE_COLUMN_NAMES.map((name) => {
    const { need, about, example }: Column<unknown> = LINE_COLUMNS[name];
    return `| \`${name}\` | ${need === 'required' ? 'yes' : ''} | ${cell(about)} | \`${cell(example)}\` |`;
  });
  return `# Columns of an import
Made from \`src/domain/lines/line-columns.ts\`; \`handback import --columns\` prints it.

\`handback import FILE\` takes CSV (a header, commas, RFC 4180 quotes; the order of columns is free) and NDJSON (an object
a line, with these keys; \`accesses\`, \`ties\` and \`holds\` may be arrays). \`PUT /api/v1/lines/{lineId}\` takes the same
object. Every value is text, also numbers and amounts. An empty value, \`null\` and a key that is absent are the same.

| column | required | what it is | example |
| --- | --- | --- | --- |
${rows.join('\n')}

A row is the whole line. A row that is as it was sent before changes nothing; one with another number or card ends the
old assignment and begins a new one. A line that has ended in Handback is refused.
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
