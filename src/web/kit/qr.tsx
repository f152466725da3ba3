import { encode } from 'uqr';

/** A quiet zone of four modules (ISO/IEC 18004), white in every appearance: scanners need it. */
const QUIET = 4;

export function Qr({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const whole = size + 2 * QUIET;
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      path += `M${from + QUIET} ${y + QUIET}h${x - from + 1}v1H${from + QUIET}z`;
    }
  });
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${whole} ${whole}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={whole} height={whole} fill="#fff" />
      <path d={path} fill="#17211f" />
    </svg>
  );
}

interface QrPictureProps {
  readonly words: {
    readonly button: string;
    readonly hint: string;
    readonly loading: string;
    readonly found: string;
    readonly none: string;
    readonly large: string;
    readonly failed: string;
    readonly foreign?: string;
  };
  /** Where a code leads, and nowhere else: a path of ours. Else what it holds is put into the text of the page. */
  readonly follow?: string;
}

/** Takes a QR code from a picture; a phone offers its camera. Its script shows it: the picture is read there and never sent. */
export function QrPicture({ words: { button, hint, ...words }, follow }: QrPictureProps) {
  const said = Object.fromEntries(Object.entries(words).map(([name, text]) => [`data-${name}`, text]));
  return (
    <div data-qr hidden data-follow={follow} {...said}>
      <div class="field">
        <label class="file">
          <input
            type="file"
            accept="image/*"
            aria-describedby="qr-hint"
            {...(follow === undefined ? {} : { capture: 'environment' as const })}
          />
          <span class="button second face">{button}</span>
          <span class="hint" id="qr-hint">
            {hint}
          </span>
        </label>
        <p class="hint" role="status" />
      </div>
    </div>
  );
}
