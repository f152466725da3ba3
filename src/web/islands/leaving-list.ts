// Ticks of the list "before you go". They stay on this device: nothing here sends anything.

const KEY = 'hb-leaving-list';
const boxes = [...document.querySelectorAll<HTMLInputElement>('input[data-tick]')];

/** What was kept, as far as it can be read: somebody may forbid it, and another version may have written it. */
function kept(): readonly unknown[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function keep(): void {
  const ticked = boxes.filter(({ checked }) => checked).map(({ dataset }) => dataset['tick']);
  try {
    if (ticked.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(ticked));
  } catch {
    // Without storage the ticks last as long as the page.
  }
}

const show = (): void => {
  const ticked = kept();
  for (const box of boxes) box.checked = ticked.includes(box.dataset['tick']);
};
show();
// Another page of the same device.
addEventListener('storage', ({ key }) => {
  if (key === KEY || key === null) show();
});
for (const box of boxes) box.addEventListener('change', keep);

for (const part of document.querySelectorAll<HTMLElement>('[data-device]')) part.hidden = false;
const clear = document.querySelector<HTMLButtonElement>('[data-cleared]')!;
clear.addEventListener('click', () => {
  for (const box of boxes) box.checked = false;
  keep();
  clear.parentElement!.querySelector('[role=status]')!.textContent = clear.dataset['cleared']!;
});
