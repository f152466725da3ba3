// Leaves the page at once, by its link or by pressing Escape three times, in the place of its entry in the history.

const link = document.querySelector<HTMLAnchorElement>('[data-leave]')!;
document.querySelector<HTMLElement>('[data-leave-hint]')!.hidden = false;

const leave = () => {
  document.documentElement.hidden = true;
  location.replace(link.href);
};
link.addEventListener('click', (event) => {
  event.preventDefault();
  leave();
});

/** Longer than this after the one before, a press begins to count anew. */
const TOGETHER_MS = 3000;
let pressed = 0;
let last = 0;
addEventListener('keydown', ({ key, repeat, timeStamp }) => {
  if (key !== 'Escape' || repeat) return;
  pressed = timeStamp - last < TOGETHER_MS ? pressed + 1 : 1;
  last = timeStamp;
  if (pressed === 3) leave();
});
