import type { ComponentChildren } from 'preact';

/** A table that scrolls by itself where the window is narrow; rows may have nothing to focus, so the frame takes the keyboard. */
export function DataTable({
  id,
  label,
  columns,
  children,
}: {
  /** What a refusal leads to. */
  readonly id?: string;
  readonly label: string;
  readonly columns: readonly ComponentChildren[];
  /** Rows. */
  readonly children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
    <div class="scroll" id={id} tabIndex={0}>
      <table class="list" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column, i) => (
              // Columns have no identity but their place.
              <th key={i} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
