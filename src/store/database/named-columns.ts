/** One column of a list of rows that a statement joins: its name, its SQL type, and its values as one parameter. */
export interface NamedColumn<Row> {
  readonly name: string;
  /** The type of the parameter. Where the table has another type, e.g. an array, `read` converts to it. */
  readonly type: string;
  readonly values: (rows: readonly Row[]) => unknown;
  readonly read?: (listed: string) => string;
}

/** Rows as a table expression. Its columns have names, so that nobody has to count parameters. */
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
