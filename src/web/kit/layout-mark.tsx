/** A stroke that ends in a full stop. */
export function Mark({ width = 40 }: { width?: number }) {
  return (
    <svg width={width} height={width * 0.35} viewBox="0 0 40 14" aria-hidden="true" focusable="false">
      <path d="M0 7h29" stroke="currentColor" stroke-width="3.5" />
      <circle cx="33" cy="7" r="7" fill="currentColor" />
    </svg>
  );
}
