// Reads what the voice menu says aloud, by the browser's own voice. Off until somebody asks for it; the choice stays in this tab.

const said = document.querySelector<HTMLElement>('[data-voice]');
const KEY = 'hb-read-aloud';

const speak = (): void => {
  speechSynthesis.cancel();
  for (const sentence of said!.querySelectorAll<HTMLElement>('[data-say]')) {
    const words = new SpeechSynthesisUtterance(sentence.textContent!);
    words.lang = sentence.lang;
    speechSynthesis.speak(words);
  }
};

if (said && 'speechSynthesis' in window) {
  const label = document.createElement('label');
  label.className = 'choice';
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = sessionStorage.getItem(KEY) === 'yes';
  const words = document.createElement('span');
  words.className = 'text';
  words.textContent = said.dataset['voice']!;
  label.append(box, words);
  said.append(label);
  box.addEventListener('change', () => {
    sessionStorage.setItem(KEY, box.checked ? 'yes' : 'no');
    if (box.checked) speak();
    else speechSynthesis.cancel();
  });
  if (box.checked) speak();
}
