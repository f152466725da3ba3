/** Secrets with a comma between them, while one replaces the other; none for a setting that is not there. */
export function secretsIn(text: string | null): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
