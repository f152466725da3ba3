// A tablet that many customers use one after the other: what one typed is gone before the next one comes.

const guard = document.querySelector<HTMLElement>('[data-idle]')!;
const leave = guard.querySelector('form')!;
const warning = guard.querySelector('dialog')!;
const idleMs = Number(guard.dataset['idle']) * 1_000;
const warnMs = Number(guard.dataset['warn']) * 1_000;

let touched = Date.now();
const touch = (): void => {
  touched = Date.now();
  if (warning.open) warning.close();
};
for (const kind of ['pointerdown', 'keydown', 'scroll']) addEventListener(kind, touch, { passive: true });
warning.addEventListener('close', touch);

const watch = setInterval(() => {
  const idle = Date.now() - touched;
  if (idle >= idleMs) {
    clearInterval(watch);
    close();
  } else if (idle >= idleMs - warnMs && !warning.open) warning.showModal();
}, 1_000);

/** Without a connection nothing can be sent, and nothing may stay on the screen: the visit is closed when there is one. */
function close(): void {
  wipe();
  if (navigator.onLine) {
    leave.submit();
    return;
  }
  document.body.append(guard);
  document.querySelector('main')!.textContent = guard.dataset['over']!;
  addEventListener('online', () => leave.submit());
}

/** Nothing that was typed or chosen stays in the page. */
function wipe(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
    if (field.type === 'hidden') continue;
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = false;
    else field.value = '';
  }
}

let sending = false;
document.addEventListener('submit', (event) => {
  if (!event.defaultPrevented) sending = true;
});
addEventListener('pagehide', () => {
  // What is being sent has been taken along already, and a browser without a connection comes back to this page.
  if (!sending) wipe();
});
// Back, after somebody left: the page as it was is not shown again.
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return;
  wipe();
  location.reload();
});
