/** One column of a list of rows that a statement joins: its name, its SQL type, and its values as one parameter. */
export interface NamedColumn<Row> {
  readonly name: string;
  /** The type in the list; `read` makes the table's from it where that one cannot be listed. */
  readonly type: string;
  readonly values: (rows: readonly Row[]) => unknown;
  readonly read?: (listed: string) => string;
}

/** Rows as a table expression: the columns keep their names, so that nobody counts parameters. */
export interface RowsOf {
  /** E.g. `unnest($1::uuid[], $2::text[]) as o(case_id, stage)`. */
  readonly from: string;
  readonly values: unknown[];
}

/**
 * @param alias by which the statement names the rows
 * @param first number of the first parameter, default 1
 */
export function rowsAs<Row>(
  alias: string,
  columns: readonly NamedColumn<Row>[],
  rows: readonly Row[],
  first = 1,
): RowsOf {
  const lists = columns.map(({ type }, i) => `$${first + i}::${type}[]`);
  return {
    from: `unnest(${lists.join(', ')}) as ${alias}(${columns.map(({ name }) => name).join(', ')})`,
    values: columns.map(({ values }) => values(rows)),
  };
}

/** `insert into TABLE (columns) select ... from the rows`; what follows (`on conflict`, `returning`) is the caller's. */
export function insertOf<Row>(
  table: string,
  columns: readonly NamedColumn<Row>[],
  rows: readonly Row[],
): { readonly text: string; readonly values: unknown[] } {
  const { from, values } = rowsAs('o', columns, rows);
  const names = columns.map(({ name }) => name).join(', ');
  const read = columns.map(({ name, read: as }) => (as === undefined ? `o.${name}` : as(`o.${name}`)));
  return { text: `insert into ${table} (${names}) select ${read.join(', ')} from ${from}`, values };
}
