// Every page: the focus on what was refused, one sending per tap, no sending while offline, the clock of the next code.

const offline = document.getElementById('offline')!;
const showOffline = () => {
  offline.hidden = navigator.onLine;
};
addEventListener('online', showOffline);
addEventListener('offline', showOffline);
showOffline();

document.getElementById('errors')?.focus();
for (const link of document.querySelectorAll<HTMLAnchorElement>('#errors a')) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    const field = document.getElementById(link.hash.slice(1));
    (field?.matches('input, select, textarea')
      ? field
      : field?.querySelector<HTMLElement>('input, select, textarea')
    )?.focus();
  });
}

document.addEventListener('submit', (event) => {
  const form = event.target as HTMLFormElement;
  if (!navigator.onLine) {
    event.preventDefault();
    showOffline();
    offline.scrollIntoView();
    return;
  }
  if (form.dataset['sent']) event.preventDefault();
  form.dataset['sent'] = 'yes';
  // Only once what the button says has been taken along.
  setTimeout(() => {
    for (const button of buttonsOf(form)) {
      button.disabled = true;
      button.dataset['busy'] = 'yes';
    }
  });
});
const buttonsOf = (form: HTMLFormElement) =>
  [...form.elements].filter((one): one is HTMLButtonElement =>
    one.matches('button[type=submit]:enabled, [data-busy]'),
  );
// A page that comes back from the history may send again.
addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset['sent'];
  // Some stand outside of their form: those of the language and the appearance.
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-busy]')) {
    button.disabled = false;
    delete button.dataset['busy'];
  }
});

for (const said of document.querySelectorAll<HTMLElement>('[data-file]')) {
  const input = document.getElementById(said.dataset['file']!) as HTMLInputElement;
  const none = said.textContent!;
  const show = () => {
    said.textContent = [...input.files!].map(({ name }) => name).join(' · ') || none;
  };
  input.addEventListener('change', show);
  addEventListener('pageshow', show);
}

const again = document.querySelector<HTMLElement>('[data-again]');
if (again) {
  const button = again.querySelector('button')!;
  const wait = again.querySelector<HTMLElement>('[data-wait]')!;
  const words = wait.dataset['wait']!;
  const end = Date.now() + Number(again.dataset['again']) * 1000;
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    wait.hidden = left <= 0;
    button.disabled = left > 0;
    wait.textContent = words.replace('{s}', String(left));
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
}
