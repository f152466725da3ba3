/** A signature as the pad sends it: two strokes across most of it. */
export function drawnSignature(): Uint8Array {
  const wave = Array.from({ length: 60 }, (_, i) => [60 + i * 7, 100 + Math.round(45 * Math.sin(i / 4))]);
  const under = Array.from({ length: 20 }, (_, i) => [90 + i * 20, 165 - i]);
  return Buffer.from(JSON.stringify({ width: 560, height: 200, strokes: [wave, under] }));
}
