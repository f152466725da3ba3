// The hotline desk: keys, one prompt at a time, calls that open by themselves.

const root = document.querySelector<HTMLElement>('[data-hotline]')!;

// With Alt, so that nothing that is typed is taken for a key; by their place, whatever the keyboard writes there.
addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const target = [...document.querySelectorAll<HTMLElement>(`[data-key="${event.code}"]`)].find(
    (one) => one.offsetParent !== null && !one.matches(':disabled'),
  );
  if (!target) return;
  event.preventDefault();
  if (target instanceof HTMLDetailsElement) {
    target.open = !target.open;
    if (target.open) target.querySelector('summary')!.focus();
  } else if (target.matches('a, button')) target.click();
  else (target.querySelector<HTMLElement>('summary, button, a, input') ?? target).focus();
});

const prompts = [...document.querySelectorAll<HTMLLIElement>('[data-prompts] > li')];
const steps = document.querySelector<HTMLElement>('[data-steps]');
if (steps && prompts.length > 1) {
  let at = 0;
  const buttons = [...steps.querySelectorAll<HTMLButtonElement>('[data-step]')];
  const show = () => {
    for (const [i, prompt] of prompts.entries()) prompt.hidden = i !== at;
    for (const button of buttons) {
      const next = at + Number(button.dataset['step']);
      button.disabled = next < 0 || next >= prompts.length;
    }
  };
  for (const button of buttons)
    button.addEventListener('click', () => {
      at = Math.min(Math.max(0, at + Number(button.dataset['step'])), prompts.length - 1);
      show();
    });
  steps.hidden = false;
  show();
}

const typed = () =>
  [...document.querySelectorAll<HTMLInputElement>('main input:not([type=hidden]), main textarea')].some(
    (one) => one.type !== 'checkbox' && one.value !== one.defaultValue,
  );

/** An agent who waits goes to the call; one who is in a call is told of it. */
function ring(call: string | null): void {
  if (call === root.dataset['call'] || (call === null && root.dataset['call'] === undefined)) return;
  if (root.dataset['idle'] !== undefined && !typed()) {
    location.assign(call === null ? '/desk/hotline' : `/desk/hotline?call=${encodeURIComponent(call)}`);
    return;
  }
  const said = document.getElementById('ringing');
  if (!said) return;
  said.hidden = call === null;
  said.textContent = call === null ? '' : root.dataset['ringing']!;
  void refresh();
}

/** Puts what is new beside what the agent is at: what they type in stays as it is. */
async function refresh(): Promise<void> {
  if (typed()) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (answer.redirected || !answer.ok) {
      location.reload();
      return;
    }
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of ['calls', 'line', 'timeline']) {
      const [old, fresh] = [document.getElementById(id), next.getElementById(id)];
      if (old && fresh && !old.contains(document.activeElement)) old.replaceWith(fresh);
    }
  } catch {
    // Offline: the stream comes back, and tells again.
  }
}

const stream = new EventSource(root.dataset['events']!);
stream.addEventListener('calls', (event) => ring((JSON.parse(event.data) as { call: string | null }).call));
stream.addEventListener('change', () => void refresh());
addEventListener('pagehide', () => stream.close());
