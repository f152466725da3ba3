// Buttons that copy what stands beside them. They are there only where a script can do it.

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset['copy']!);
    button.textContent = button.dataset['copied']!;
    document.getElementById('copied')!.textContent = button.dataset['copied']!;
    setTimeout(() => {
      button.textContent = words;
      document.getElementById('copied')!.textContent = '';
    }, 2000);
  });
}
