// Buttons that only a script can serve: they copy what stands beside them, or print. The page may exchange its parts, so
// that they are shown, and listened to, wherever they come up.

const show = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy], button[data-print]'))
    if (button.hidden && (button.dataset['copy'] === undefined || navigator.clipboard)) button.hidden = false;
};
show();
new MutationObserver(show).observe(document.body, { childList: true, subtree: true });

const say = (words: string): void => {
  document.getElementById('copied')!.textContent = words;
};

document.addEventListener('click', async ({ target }) => {
  const button = (target as Element).closest<HTMLButtonElement>('button[data-copy], button[data-print]');
  if (!button) return;
  const { copy, copied } = button.dataset;
  if (copy === undefined) {
    print();
    return;
  }
  const words = button.dataset['words'] ?? button.textContent!;
  button.dataset['words'] = words;
  await navigator.clipboard.writeText(copy);
  button.textContent = copied!;
  say(copied!);
  setTimeout(() => {
    button.textContent = words;
    say('');
  }, 2000);
});
