/** Family names of two characters that people still have; any other family name has one. */
const TWO_CHARACTERS = new Set(
  '欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 东方 東方 夏侯 长孙 長孫 宇文 端木 南宫 南宮 独孤 獨孤'.split(
    ' ',
  ),
);

const HAN = /^\p{Script=Han}$/u;
const BETWEEN = /[\s·・•‧-]/u;
const HIDDEN = /[\p{L}\p{N}]/u;

/**
 * A name that its holder knows again and nobody else learns: 张伟 is 张*, John Doe is J*** D**. Han names keep their family name,
 * others the first letter of each word, and a name of one character nothing.
 */
export function maskName(name: string): string {
  const letters = [...new Intl.Segmenter().segment(name.trim().normalize('NFC'))].map(
    ({ segment }) => segment,
  );
  if (letters.length === 1) return '*';
  let shown = 0;
  const masked = letters.map((letter, i) => {
    if (i === 0 || BETWEEN.test(letters[i - 1]!)) shown = i + openAt(letters, i);
    return i < shown || !HIDDEN.test(letter) ? letter : '*';
  });
  // Initials alone would be shown whole.
  if (!masked.includes('*'))
    return letters.map((letter, i) => (i > 0 && HIDDEN.test(letter) ? '*' : letter)).join('');
  return masked.join('');
}

/** How many letters of the word that begins here are shown. */
function openAt(letters: readonly string[], from: number): number {
  const [first = '', second = '', third = ''] = letters.slice(from, from + 3);
  return TWO_CHARACTERS.has(first + second) && HAN.test(third) ? 2 : 1;
}
