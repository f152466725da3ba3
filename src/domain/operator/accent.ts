/** The colours of a page that an accent stands on or beside; as in `src/web/styles/1-base.css`. */
export const PAGE_COLOURS = {
  light: { ground: '#f5f7f6', panel: '#ffffff', ink: '#17211f', onAccent: '#ffffff' },
  dark: { ground: '#101615', panel: '#18201f', ink: '#e8eeec', onAccent: '#062a2e' },
} as const;
export type Scheme = keyof typeof PAGE_COLOURS;

/** WCAG 2.2, success criterion 1.4.3. */
export const LEAST_CONTRAST = 4.5;

/** An operator's accent and what is made of it. All `#rrggbb`. */
export interface Accent {
  readonly accent: string;
  /** Where the pointer is. */
  readonly deep: string;
  readonly onAccent: string;
  /** A ground that is tinted with it. */
  readonly wash: string;
}

type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const hexOf = (rgb: readonly number[]): string =>
  `#${rgb.map((one) => Math.round(one).toString(16).padStart(2, '0')).join('')}`;

/** `share` of `other`, the rest of `colour`. */
function mixed(colour: string, other: string, share: number): string {
  const b = rgbOf(other);
  return hexOf(rgbOf(colour).map((one, i) => one * (1 - share) + b[i]! * share));
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex).map((one) => {
    const c = one / 255;
    return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** From 1 to 21. */
export function contrastOf(one: string, other: string): number {
  const [lower, higher] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (higher! + 0.05) / (lower! + 0.05);
}

/** @param colour `#rrggbb` */
export function accentOf(colour: string, scheme: Scheme): Accent {
  const { panel, ink, onAccent } = PAGE_COLOURS[scheme];
  const accent = colour.toLowerCase();
  // Whichever of the two reads better: dark letters on a bright button, light ones on a dark one.
  const on = [onAccent, PAGE_COLOURS.light.ink, PAGE_COLOURS.light.panel].sort(
    (a, b) => contrastOf(b, accent) - contrastOf(a, accent),
  )[0]!;
  return {
    accent,
    deep: mixed(accent, ink, 0.25),
    onAccent: contrastOf(onAccent, accent) >= LEAST_CONTRAST ? onAccent : on,
    wash: mixed(panel, accent, scheme === 'light' ? 0.1 : 0.16),
  };
}

/** What cannot be read with this accent: what on what, and its contrast. Empty for one that serves. */
export function unreadableWith(
  colour: string,
  scheme: Scheme,
): readonly { readonly on: string; readonly contrast: number }[] {
  const { ground, panel } = PAGE_COLOURS[scheme];
  const { accent, deep, onAccent, wash } = accentOf(colour, scheme);
  const pairs: readonly (readonly [string, string, string])[] = [
    [accent, ground, `the ${scheme} page (${ground})`],
    [accent, panel, `a ${scheme} panel (${panel})`],
    [deep, wash, `its own tint (${wash})`],
    [onAccent, accent, 'a button, for its words'],
    [onAccent, deep, 'a button under the pointer, for its words'],
  ];
  return pairs
    .map(([one, other, on]) => ({ on, contrast: contrastOf(one, other) }))
    .filter(({ contrast }) => contrast < LEAST_CONTRAST);
}

/** The nearest colour of the same hue that serves; null where none does. */
export function readableNear(colour: string, scheme: Scheme): string | null {
  const towards = scheme === 'light' ? '#000000' : '#ffffff';
  for (let share = 0.02; share < 1; share += 0.02) {
    const near = mixed(colour, towards, share);
    if (unreadableWith(near, scheme).length === 0) return near;
  }
  return null;
}
